"""Addresses of the hall."""

from django.urls import path

from wushi.web.hall import views

app_name = "hall"
urlpatterns = [
    path("", views.board, name="board"),
    path("take/", views.take, name="take"),
    path("book/", views.book, name="book"),
]
