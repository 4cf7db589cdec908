"""Addresses of whoever releases texts."""

from django.urls import path

from wushi.web.release import views

app_name = "release"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<slug:number>/", views.one, name="one"),
    path("<slug:number>/withdraw/", views.withdraw, name="withdraw"),
]
