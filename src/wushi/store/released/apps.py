"""Released texts as a Django app."""

from django.apps import AppConfig


class Released(AppConfig):
    name = "wushi.store.released"
    label = "released"
