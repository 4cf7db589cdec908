"""Addresses of one matter for staff."""

from django.urls import path

from wushi.web.matters import reporters, views

app_name = "matters"
urlpatterns = [
    path("", views.find, name="find"),
    path("<slug:number>/", views.matter, name="matter"),
    path("<slug:number>/reporters/", reporters.reporters, name="reporters"),
    path("<slug:number>/requester/", views.requester, name="requester"),
    path("<slug:number>/check-reply/", views.check_reply, name="check_reply"),
    path("<slug:number>/do/<slug:name>/", views.move, name="move"),
]
