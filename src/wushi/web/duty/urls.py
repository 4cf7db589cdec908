"""Addresses of the duty."""

from django.urls import path

from wushi.web.duty import views

app_name = "duty"
urlpatterns = [
    path("", views.page, name="page"),
    path("waiting/", views.waiting, name="waiting"),
    path("week/", views.week, name="week"),
    path("banner/", views.banner, name="banner"),
]
