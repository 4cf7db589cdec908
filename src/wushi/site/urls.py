"""Addresses of the whole house: the doors for people, and what to show when one breaks."""

from django.urls import include, path

urlpatterns = [
    path("", include("wushi.web.urls")),
]

handler500 = "wushi.web.errors.server_error"
