"""Doors for people: server-rendered pages, one design system, thin views over the steps."""
