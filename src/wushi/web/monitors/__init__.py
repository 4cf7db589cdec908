"""Pages of the monitors: the board, a device, the year of the air, alarms, what a warden answers for."""
