"""The petition's own course."""
