"""The search page of staff."""
