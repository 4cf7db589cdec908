"""Bookings of rooms and mediators; the database itself refuses a second one for the same quarter-hour."""
