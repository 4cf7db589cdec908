"""Address of the life circle."""

from django.urls import path

from wushi.web.circle import views

app_name = "circle"
urlpatterns = [path("", views.page, name="page")]
