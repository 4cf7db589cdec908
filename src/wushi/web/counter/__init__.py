"""The window clerk's pages."""
