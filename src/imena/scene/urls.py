"""Addresses of the scene."""

from django.urls import path

from imena.scene import views

urlpatterns = [path("sites/", views.site_list, name="sites")]
