"""Accounts: who signs in, which posts they hold since when, and the keys of machines."""
