"""Django's name for the registers tables."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "wushi.store.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
