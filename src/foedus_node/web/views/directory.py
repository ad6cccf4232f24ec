"""Signing in with the ministry's own directory; loaded only where a node has one.

The sign-in library's own views answer here, as they do for every other way in (`account`).
"""

from allauth.socialaccount.providers.openid_connect import views
from django.urls import path

urlpatterns = [
    path("<str:provider_id>/login/", views.login, name="openid_connect_login"),
    path("<str:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
