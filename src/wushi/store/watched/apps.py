"""What is watched as a Django app."""

from django.apps import AppConfig


class Watched(AppConfig):
    name = "wushi.store.watched"
    label = "watched"
