"""Simulation (模拟): made-up demands and their lives, decided by the same rules as real ones; marked as simulated everywhere."""
