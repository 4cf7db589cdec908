"""The catalogue's tables as a Django app."""

from django.apps import AppConfig


class CatalogueTables(AppConfig):
    name = "wushi.store.catalogue"
    label = "catalogue"
