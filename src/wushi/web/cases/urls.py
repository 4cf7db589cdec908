"""Addresses of mediation cases."""

from django.urls import path

from wushi.web.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:number>/", views.case, name="case"),
    path("<slug:number>/file/", views.opened, name="file"),
    path("<slug:number>/papers/<slug:kind>.<slug:form>", views.paper, name="paper"),
]
