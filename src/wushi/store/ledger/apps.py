"""Django's name for the ledger tables."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wushi.store.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
