"""Addresses of reconciliation."""

from django.urls import path

from imena.reconciliation import views

urlpatterns = [
    path("candidates/", views.candidate_list, name="candidates"),
    path("candidates/<int:sequence>/", views.candidate_page, name="candidate"),
    path("families/<str:number>/together/", views.together_page, name="together"),
    path("decisions/", views.decision_list, name="decisions"),
]
