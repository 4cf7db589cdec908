"""The design page: every component in every state."""
