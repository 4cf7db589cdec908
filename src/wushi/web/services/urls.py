"""Addresses of the service items."""

from django.urls import path

from wushi.web.services import applying, papers, views

app_name = "services"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("promises/", views.promises, name="promises"),
    path("item/<slug:code>/", views.item, name="item"),
    path("item/<slug:code>/apply/", applying.apply, name="apply"),
    path("together/", applying.together, name="together"),
    path("together/<slug:code>/", applying.bundle, name="bundle"),
    path("mine/<slug:number>/rate/", applying.rate, name="rate"),
    path("mine/<slug:number>/paper/<slug:which>/", papers.mine, name="paper"),
    path("mine/<slug:number>/<slug:what>/", applying.act, name="act"),
]
