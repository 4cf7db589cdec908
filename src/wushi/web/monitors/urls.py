"""Addresses of the monitors."""

from django.urls import path

from wushi.web.monitors import views

app_name = "monitors"
urlpatterns = [
    path("", views.board, name="board"),
    path("air/", views.air, name="air"),
    path("alarms/", views.alarms, name="alarms"),
    path("mine/", views.mine, name="mine"),
    path("<slug:code>/", views.outlet, name="outlet"),
]
