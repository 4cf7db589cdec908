"""The hall's table as a Django app."""

from django.apps import AppConfig


class HallTables(AppConfig):
    name = "wushi.store.hall"
    label = "hall"
