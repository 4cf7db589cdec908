"""Addresses of supervisors and auditors."""

from django.urls import path

from wushi.web.figures import views as figures
from wushi.web.lead import hot, views

app_name = "lead"
urlpatterns = [
    path("lead/", views.cockpit, name="cockpit"),
    path("lead/matters/", views.matters, name="matters"),
    path("lead/hot/", hot.page, name="hot"),
    path("lead/hot/<int:id>/", hot.judge, name="judge_burst"),
    path("lead/week/", figures.week, name="week"),
    path("lead/month/", figures.month, name="month"),
    path("lead/figures/", figures.all_of_them, name="figures"),
    path("lead/figures/<str:slug>/", figures.figure, name="figure"),
    path("lead/reports/<slug:name>.<slug:form>", figures.file, name="file"),
    path("audit/", views.audit, name="audit"),
]
