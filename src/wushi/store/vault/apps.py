"""Django's name for the vault tables."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "wushi.store.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
