"""Migrations of told figures."""
