"""The tables of bookings as a Django app."""

from django.apps import AppConfig


class BookingTables(AppConfig):
    name = "wushi.store.bookings"
    label = "bookings"
