"""The worker that turns the clocks."""
