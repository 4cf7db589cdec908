"""Addresses of the window clerk's pages."""

from django.urls import path

from wushi.web.counter import views
from wushi.web.services import papers

app_name = "counter"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.choose, name="new"),
    path("new/<slug:code>/", views.take_in, name="take_in"),
    path("calling/", views.calling, name="calling"),
    path("catalogue/", views.bring_in, name="catalogue"),
    path("paper/<slug:number>/<slug:which>/", papers.staff, name="paper"),
]
