"""Addresses of the mediation centre's rooms and people."""

from django.urls import path

from wushi.web.centre import feed, views

app_name = "centre"
urlpatterns = [
    path("", views.board, name="board"),
    path("book/", views.book, name="book"),
    path("booking/<int:id>/", views.booking, name="booking"),
    path("calendar/", views.calendar, name="calendar"),
    path("roster/", views.roster, name="roster"),
    path("feed/<str:token>.ics", feed.feed, name="feed"),
]
