"""Migrations of what is public."""
