"""Mediation (调解): the steps of one case, from its parties to the court's word on the agreement."""
