"""Addresses of the resident's pages."""

from django.urls import path

from wushi.web.public import cases, danger, views

app_name = "public"
urlpatterns = [
    path("", views.say, name="say"),
    path("danger-in-words/", danger.danger, name="danger"),
    path("follow/", views.follow, name="follow"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:id>/", cases.case, name="case"),
    path("receipt/<slug:number>/", views.receipt, name="receipt"),
    path("follow/<slug:number>/", views.matter, name="matter"),
    path("follow/<slug:number>/explain/", views.explain, name="explain"),
    path("follow/<slug:number>/rate/", views.rate, name="rate"),
    path("follow/<slug:number>/revoke/", views.revoke, name="revoke"),
    path("follow/<slug:number>/review/", views.review, name="review"),
    path("follow/<slug:number>/add/", views.add, name="add"),
]
