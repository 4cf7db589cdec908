"""HJ 212: the door of the monitors, which speak TCP and not HTTP. Collects only; every control command is refused."""
