"""Addresses of the field page, of what devices hand over, and of the pages about it."""

from django.urls import path, register_converter

from imena.capture import handing, openrosa, pages, paper, views


class Code:
    """The code of a device."""

    regex = "[0-9A-Z]{3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Sha256(Code):
    """The SHA-256 of a file, in hexadecimal digits."""

    regex = "[0-9a-f]{64}"


register_converter(Code, "code")
register_converter(Sha256, "sha256")

urlpatterns = [
    path("field/", pages.field_page, name="field"),
    path("field/worker.js", pages.worker, name="field-worker"),
    path("field/manifest.webmanifest", pages.manifest, name="field-manifest"),
    path("field/package/", pages.package_view, name="field-package"),
    path("field/devices/", handing.register, name="register-device"),
    path("field/devices/<code:code>/", handing.device, name="device-state"),
    path("field/inbox/", handing.inbox, name="inbox"),
    path("field/files/<sha256:sha256>/", handing.file, name="field-file"),
    path("field/stick/", views.stick, name="stick"),
    path("field/paper/", paper.paper, name="paper"),
    path("devices/", views.devices, name="devices"),
    path("devices/retry/<int:receipt>/", views.retry, name="retry-capture"),
    path("devices/channel/", views.channel, name="open-channel"),
    path("openrosa/<str:secret>/formList", openrosa.form_list, name="openrosa-forms"),
    path("openrosa/<str:secret>/forms/<str:name>.xml", openrosa.form, name="openrosa-form"),
    path("openrosa/<str:secret>/submission", openrosa.submission, name="openrosa-submission"),
]
