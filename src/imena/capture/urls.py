"""Addresses of what devices hand over, and of the pages about it."""

from django.urls import path

from imena.capture import handing, openrosa, paper, views

urlpatterns = [
    path("field/devices/", handing.register, name="register-device"),
    path("field/devices/<str:code>/", handing.device, name="device-state"),
    path("field/inbox/", handing.inbox, name="inbox"),
    path("field/files/<str:sha256>/", handing.file, name="field-file"),
    path("field/stick/", views.stick, name="stick"),
    path("field/paper/", paper.paper, name="paper"),
    path("devices/", views.devices, name="devices"),
    path("devices/retry/<int:receipt>/", views.retry, name="retry-capture"),
    path("devices/channel/", views.channel, name="open-channel"),
    path("openrosa/<str:secret>/formList", openrosa.form_list, name="openrosa-forms"),
    path("openrosa/<str:secret>/forms/<str:name>.xml", openrosa.form, name="openrosa-form"),
    path("openrosa/<str:secret>/submission", openrosa.submission, name="openrosa-submission"),
]
