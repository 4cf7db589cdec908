"""Addresses of the open door."""

from django.urls import path

from wushi.channels.open_data import views

app_name = "open_data"
urlpatterns = [
    path("feed", views.feed, name="feed"),
    path("about", views.about, name="about"),
    path("package.zip", views.package, name="package"),
    path("state.jsonl", views.state, name="state"),
]
