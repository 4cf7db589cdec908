"""Addresses of the whole house: the doors for people, and what to show when one breaks."""

from django.urls import include, path

from wushi.channels.http_api.api import api

urlpatterns = [
    path("api/", api.urls),
    path("open/", include("wushi.channels.open_data.urls")),
    path("", include("wushi.web.urls")),
]

handler500 = "wushi.web.errors.server_error"
