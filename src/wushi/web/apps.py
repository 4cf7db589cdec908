"""Django's name for the doors for people: templates, styles and catalogues."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "wushi.web"
    label = "web"
