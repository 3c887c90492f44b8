"""Addresses of the ante-mortem team."""

from django.urls import path

from imena.antemortem import views

urlpatterns = [path("missing/", views.missing_list, name="missing")]
