"""Addresses of the field page."""

from django.urls import path

from imena.capture import pages

urlpatterns = [
    path("field/", pages.field_page, name="field"),
    path("field/worker.js", pages.worker, name="field-worker"),
    path("field/manifest.webmanifest", pages.manifest, name="field-manifest"),
    path("field/package/", pages.package_view, name="field-package"),
]
