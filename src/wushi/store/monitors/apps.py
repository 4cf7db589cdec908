"""Monitors as a Django app."""

from django.apps import AppConfig


class Monitors(AppConfig):
    name = "wushi.store.monitors"
    label = "monitors"
