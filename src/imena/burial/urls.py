"""Addresses of burial."""

from django.urls import path

from imena.burial import views

urlpatterns = [
    path("burials/", views.burials, name="burials"),
    path("money/", views.money, name="money"),
]
