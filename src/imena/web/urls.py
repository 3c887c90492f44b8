"""Addresses: those of the phases, in the order in which a person travels, and those of the house."""

from django.urls import include, path

from imena.ui.act_pages import do_act, void_act
from imena.web import views
from imena.web.accounts import enter_as

urlpatterns = [
    path("", include("imena.account.urls")),
    path("", include("imena.custody.urls")),
    path("", include("imena.scene.urls")),
    path("", include("imena.postmortem.urls")),
    path("", include("imena.antemortem.urls")),
    path("", include("imena.reconciliation.urls")),
    path("", include("imena.burial.urls")),
    path("", include("imena.capture.urls")),
    path("n/<str:number>/", views.object_page, name="object"),
    path("acts/", views.ledger_page, name="ledger"),
    path("acts/new/<str:kind>/", do_act, name="do-act"),
    path("acts/void/<int:sequence>/", void_act, name="void-act"),
    path("acts/<int:sequence>/", views.act_page, name="act"),
    path("find/", views.find_page, name="find"),
    path("language/", views.set_language, name="language"),
    path("enter/<str:username>/", enter_as, name="enter-as"),
    path("accounts/", include("allauth.urls")),
]
