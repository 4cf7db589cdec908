"""Told figures as a Django app."""

from django.apps import AppConfig


class Told(AppConfig):
    name = "wushi.store.told"
    label = "told"
