"""Figures and reports for staff: the week, the month, each figure with its rows, and reports as files."""
