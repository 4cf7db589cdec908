"""Doors for data: each parses its own form, calls one step, acknowledges."""
