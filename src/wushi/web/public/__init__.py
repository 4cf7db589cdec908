"""Residents: say it, keep the receipt, follow it, rate it."""
