"""Addresses of the petition agency."""

from django.urls import path

from wushi.web.agency import views

app_name = "agency"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:number>/", views.one, name="one"),
    path("<slug:number>/consent.<slug:form>", views.consent, name="consent"),
]
