"""Addresses of the handling units."""

from django.urls import path

from wushi.web.intake import views as intake
from wushi.web.unit import views

app_name = "unit"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", intake.new, name="new"),
    path("new/<slug:number>/", intake.taken, name="taken"),
]
