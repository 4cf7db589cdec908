"""Told figures: each as it was published and by which count, and those that came out otherwise later."""
