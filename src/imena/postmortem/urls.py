"""Addresses of post-mortem."""

from django.urls import path

from imena.postmortem import views

urlpatterns = [path("n/<str:number>/skeleton/", views.skeleton_page, name="skeleton")]
