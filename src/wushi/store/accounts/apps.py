"""Django's name for the accounts tables."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wushi.store.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
