"""Handing over: what devices ask and send. No session is needed: the signature of a capture is its authentication."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from imena.capture.acts import register_device
from imena.capture.envelope import LARGEST, EnvelopeError
from imena.capture.inbox import State, data_of, hand_over, is_revoked, registration_of
from imena.capture.models import Algorithm, CaptureReceipt
from imena.capture.pieces import LARGEST_PIECE, Arrived, PieceError, add_piece, arrived
from imena.core.errors import ImenaError
from imena.ledger.acts import Actor
from imena.people.models import Operation, User
from imena.ui.act_forms import said

_OFFSET = re.compile(r"[0-9]{1,12}")


@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Register the device that asks, for whoever is signed in on it."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("capture.deviceregistration"):
        raise PermissionDenied
    try:
        asked = json.loads(request.body)
        algorithm = Algorithm(asked["algorithm"])
        name, public_key = str(asked["name"]), str(asked["public_key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"reason": _("expected a name, an algorithm and a public key")}, status=400)
    try:
        act = register_device(
            by=Actor(user, Operation.objects.get()), name=name, algorithm=algorithm, public_key=public_key
        )
    except ImenaError as error:
        return JsonResponse({"reason": said(error)}, status=400)
    return JsonResponse({"device": act.device_id, "user": user.get_username(), "name": act.name}, status=201)


@require_GET
def device(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """Whether a device is trusted, and the last of its captures that arrived without a gap before it."""
    if registration_of(code) is None:
        return JsonResponse({"reason": _("no such device is registered")}, status=404)
    places = CaptureReceipt.objects.filter(device=code).order_by("place").values_list("place", flat=True)
    last = next((expected for expected, place in enumerate(places) if place != expected + 1), len(places))
    return JsonResponse({"device": code, "revoked": is_revoked(code), "place": last})


@csrf_exempt
@require_POST
def inbox(request: HttpRequest) -> HttpResponse:
    """Take one capture, as its bytes."""
    content = request.read(LARGEST + 1)
    try:
        answer = hand_over(content, request.headers.get("Imena-Device", ""), request.headers.get("Imena-Signature", ""))
    except EnvelopeError as error:
        return JsonResponse({"state": str(State.REFUSED), "code": "unreadable", "reason": said(error)}, status=400)
    status = {"": 200, "conflict": 409}.get(answer.code, 403)
    return JsonResponse(data_of(answer), status=status)


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def file(request: HttpRequest, sha256: str) -> HttpResponse:
    """How much of a file has arrived; or take the next piece of it."""
    found = arrived(sha256)
    if found is None:
        return JsonResponse({"reason": _("no capture announced this file")}, status=404)
    if request.method == "GET":
        return JsonResponse(_data(found))
    piece = request.read(LARGEST_PIECE + 1)
    at = request.GET.get("at", "")
    if not _OFFSET.fullmatch(at) or len(piece) > LARGEST_PIECE:
        return JsonResponse({"reason": _("expected a piece and where it begins")}, status=400)
    try:
        return JsonResponse(_data(add_piece(sha256, int(at), piece)))
    except PieceError as error:
        return JsonResponse({"reason": said(error), **_data(arrived(sha256) or found)}, status=409)


def _data(found: Arrived) -> dict[str, Any]:
    return {"size": found.size, "have": found.have, "complete": found.complete}
