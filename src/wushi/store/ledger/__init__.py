"""The ledger: events that only grow, and the matters that they make."""
