"""The hall: the board that calls, numbers at the door, appointments."""
