"""Monitors: devices that may send, and what they have sent, each value once."""
