"""Addresses of sign-in, sign-out and the choice of post."""

from django.urls import path

from wushi.web.account import views

app_name = "account"
urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign_out"),
    path("post/", views.post, name="post"),
    path("work/", views.work, name="work"),
]
