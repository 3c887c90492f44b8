"""Addresses of the scene."""

from django.urls import path

from imena.scene import days, papers, views

urlpatterns = [
    path("sites/", views.site_list, name="sites"),
    path("n/<str:number>/days/", days.days_page, name="days"),
    path("n/<str:number>/days/plan/", days.start_plan, name="start-plan"),
    path("n/<str:number>/days/<str:day>/", days.lists_page, name="day-lists"),
    path("n/<str:number>/association/", papers.association_page, name="association"),
    path("n/<str:number>/effects/", papers.effects_page, name="effects"),
    path("fragments/", papers.fragments_page, name="fragments"),
    path("acts/<int:sequence>/record/", days.record_page, name="exhumation-record"),
]
