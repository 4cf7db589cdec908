"""Addresses of the 12345 desk."""

from django.urls import path

from wushi.web.desk import views
from wushi.web.intake import views as intake

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("new/", intake.new, name="new"),
    path("new/proposals/", intake.proposals, name="proposals"),
    path("new/<slug:number>/", intake.taken, name="taken"),
]
