"""Addresses of the account."""

from django.urls import path

from imena.account import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("definitions/", views.definitions, name="definitions"),
    path("remains/", views.remains_list, name="remains"),
    path("bulletins/", views.bulletins, name="bulletins"),
    path("figures/<str:name>/", views.figure, name="figure"),
]
