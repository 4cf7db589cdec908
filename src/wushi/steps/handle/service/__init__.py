"""The service window: papers checked, accepted, decided in the back, delivered."""
