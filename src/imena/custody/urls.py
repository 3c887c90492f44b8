"""Addresses of custody."""

from django.urls import path

from imena.custody import views

urlpatterns = [
    path("custody/", views.where_is_everything, name="custody"),
    path("custody/alerts/", views.alert_list, name="custody-alerts"),
    path("custody/scan/", views.scan, name="custody-scan"),
    path("custody/labels/", views.labels_page, name="custody-labels"),
    path("custody/coffins/", views.coffin_list, name="custody-coffins"),
    path("custody/chain/<str:number>/", views.chain_page, name="custody-chain"),
    path("n/<str:number>/files/", views.object_files, name="object-files"),
    path("files/<int:sequence>/", views.file_page, name="file"),
    path("files/<int:sequence>/shown/", views.file_page, {"size": "shown"}, name="file-shown"),
    path("files/<int:sequence>/blurred/", views.file_page, {"size": "blurred"}, name="file-blurred"),
]
