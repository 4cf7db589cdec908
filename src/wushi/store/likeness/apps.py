"""Likeness as a Django app."""

from django.apps import AppConfig


class Likeness(AppConfig):
    name = "wushi.store.likeness"
    label = "likeness"
