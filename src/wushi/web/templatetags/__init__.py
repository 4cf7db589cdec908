"""The template library of the house; a builtin, so no page has to load it."""
