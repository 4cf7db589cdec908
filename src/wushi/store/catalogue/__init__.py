"""The catalogue that a district has taken in from its own files."""
