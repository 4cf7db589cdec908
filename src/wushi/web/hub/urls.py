"""Addresses of the hub."""

from django.urls import path

from wushi.web.hub import views

app_name = "hub"
urlpatterns = [
    path("", views.inventory, name="inventory"),
    path("<str:number>/", views.group, name="group"),
]
