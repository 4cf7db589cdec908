"""Addresses of petitions."""

from django.urls import path

from wushi.web.petitions import views

app_name = "petitions"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:number>/", views.one, name="one"),
    path("<slug:number>/paper-<int:seq>.<slug:form>", views.paper, name="paper"),
]
