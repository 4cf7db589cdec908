"""Addresses of the pages about open data."""

from django.urls import path

from wushi.web.opened import views

app_name = "opened"
urlpatterns = [
    path("", views.page, name="page"),
    path("restatements/", views.restatements, name="restatements"),
]
