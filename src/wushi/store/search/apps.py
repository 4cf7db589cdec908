"""Search as a Django app."""

from django.apps import AppConfig


class Search(AppConfig):
    name = "wushi.store.search"
    label = "search"
