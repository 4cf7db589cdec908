"""What is public as a Django app."""

from django.apps import AppConfig


class Opened(AppConfig):
    name = "wushi.store.opened"
    label = "opened"
