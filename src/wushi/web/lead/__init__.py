"""Supervisors and auditors: what needs them today, the load of each unit, what went wrong by itself."""
