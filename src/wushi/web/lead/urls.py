"""Addresses of supervisors and auditors."""

from django.urls import path

from wushi.web.lead import views

app_name = "lead"
urlpatterns = [
    path("lead/", views.cockpit, name="cockpit"),
    path("lead/matters/", views.matters, name="matters"),
    path("audit/", views.audit, name="audit"),
]
