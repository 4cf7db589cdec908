"""Addresses of the service items."""

from django.urls import path

from wushi.web.services import views

app_name = "services"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("promises/", views.promises, name="promises"),
    path("item/<slug:code>/", views.item, name="item"),
]
