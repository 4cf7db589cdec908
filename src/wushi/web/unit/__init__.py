"""Handling units, communities and grid workers: my list, my clock, what to do next; phone first."""
