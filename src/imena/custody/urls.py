"""Addresses of custody."""

from django.urls import path

from imena.custody import photographs

urlpatterns = [
    path("n/<str:number>/files/", photographs.object_files, name="object-files"),
    path("files/<int:sequence>/", photographs.file_page, name="file"),
    path("files/<int:sequence>/shown/", photographs.file_page, {"size": "shown"}, name="file-shown"),
    path("files/<int:sequence>/blurred/", photographs.file_page, {"size": "blurred"}, name="file-blurred"),
]
