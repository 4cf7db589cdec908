"""The hall: tickets of the queue and appointments."""
