"""OpenRosa: the addresses that ODK Collect and Kobo's collecting tool speak to. The secret in them is all they have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from email.utils import format_datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from imena.capture.inbox import State
from imena.capture.models import DeviceRegistration
from imena.capture.offered import FIELD_ACTS
from imena.capture.questions import title_of
from imena.capture.submissions import Attachment, channel_of, submit
from imena.capture.xlsform import form_id, kind_of, version, xform
from imena.core import clock
from imena.core.errors import ImenaError
from imena.ui.act_forms import said

LARGEST = 100 * 1024 * 1024
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@require_GET
def form_list(request: HttpRequest, secret: str) -> HttpResponse:
    """The forms that whoever holds the channel may send."""
    channel = _channel(secret)
    listed = SafeString("".join(_listed(request, channel)))
    return _answer(format_html('<xforms xmlns="http://openrosa.org/xforms/xformsList">{}</xforms>', listed), status=200)


def _listed(request: HttpRequest, channel: DeviceRegistration) -> Iterator[str]:
    for kind in FIELD_ACTS:
        if channel.holder.has_perm(kind):
            address = request.build_absolute_uri(f"../forms/{form_id(kind)}.xml")
            digest = hashlib.md5(xform(kind).encode(), usedforsecurity=False).hexdigest()
            yield format_html(
                "<xform><formID>{}</formID><name>{}</name><version>{}</version><hash>md5:{}</hash>"
                "<downloadUrl>{}</downloadUrl></xform>",
                form_id(kind), title_of(kind, "uk"), version(kind), digest, address,
            )  # fmt: skip


@require_GET
def form(request: HttpRequest, secret: str, name: str) -> HttpResponse:  # noqa: ARG001
    """One form, as XForm."""
    _channel(secret)
    try:
        return _answer(xform(kind_of(name)), status=200)
    except ImenaError:
        raise Http404 from None


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def submission(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a submission: the form as XML, and the photographs it names."""
    channel = _channel(secret)
    if request.method == "HEAD":
        return _headed(HttpResponse(status=204, headers={"Location": request.build_absolute_uri()}))
    given = request.FILES.get("xml_submission_file")
    if not isinstance(given, UploadedFile):
        return _message(_("expected a form in the part xml_submission_file"), status=400)
    attachments = {
        name: Attachment(name, file.read(), file.content_type or "application/octet-stream")
        for name, file in request.FILES.items()
        if name != "xml_submission_file" and isinstance(file, UploadedFile)
    }
    try:
        answer = submit(channel, given.read(), attachments)
    except ImenaError as error:
        return _message(said(error), status=400)
    if answer.state == State.REFUSED:
        return _message(answer.reason, status=409 if answer.code == "conflict" else 403)
    return _message(answer.reason or _("Kept."), status=201)


def _channel(secret: str) -> DeviceRegistration:
    channel = channel_of(secret)
    if channel is None:
        raise Http404
    return channel


def _message(text: str, *, status: int) -> HttpResponse:
    body = '<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{}</message></OpenRosaResponse>'
    return _answer(format_html(body, text), status=status)


def _answer(xml: str, *, status: int) -> HttpResponse:
    body = xml if xml.startswith("<?xml") else _HEAD + xml
    return _headed(HttpResponse(body, content_type="text/xml; charset=utf-8", status=status))


def _headed(response: HttpResponse) -> HttpResponse:
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
    response.headers["Date"] = format_datetime(clock.now(), usegmt=True)
    response.headers["Cache-Control"] = "no-store"
    return response
