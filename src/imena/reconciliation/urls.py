"""Addresses of reconciliation."""

from django.urls import path

from imena.reconciliation import views

urlpatterns = [
    path("candidates/", views.candidate_list, name="candidates"),
    path("candidates/<int:sequence>/", views.candidate_page, name="candidate"),
    path("decisions/", views.decision_list, name="decisions"),
]
