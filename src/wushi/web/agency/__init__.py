"""The agent's pages (信访代办)."""
