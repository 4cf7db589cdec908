"""Addresses of the answer sheet."""

from django.urls import path

from wushi.web.sheet import views

app_name = "sheet"
urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("<str:slug>/", views.figure, name="figure"),
    path("<str:slug>/rows.csv", views.rows, name="rows"),
]
