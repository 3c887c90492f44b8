"""Points of a site as files, out and in."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from imena.core.errors import ImenaError
from imena.core.when import parse_when
from imena.formats.geodata import MEDIA_TYPES, write_points
from imena.ledger.acts import Actor
from imena.names.transliteration import latin
from imena.people.models import Operation, User
from imena.scene.geography import CROSS, GRAVE, KNOWN, grid_of, points_of, propose_points, take_over_points
from imena.scene.models import BurialSite
from imena.scene.queries import site
from imena.ui.act_forms import said
from imena.ui.pages import may_see, seen_by, show

LARGEST_FILE = 1_500_000
"""Bytes: what is carried through the steps of a page, and far more than a site has points or rows."""


@may_see("scene.view")
def points_file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The crosses and graves of a site, in WGS 84."""
    seen = seen_by(request)
    found, grid = site(number, seen), grid_of(seen, number)
    if found is None or grid is None or form not in MEDIA_TYPES:
        raise Http404
    content = write_points(points_of(seen, number, grid), form, found.report.name)
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    name = slugify(latin(found.report.name)) or number
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@may_see("scene.view")
def take_points(request: HttpRequest, number: str) -> HttpResponse:
    """Take crosses and graves over from a file: choose it, look at what it would bring, record it."""
    kinds = ("scene.crossrecord", "scene.gravelocation")
    if not all(request.user.has_perm(kind) for kind in kinds):
        raise PermissionDenied
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"site": found, "number": number, "kind": request.POST.get("kind", GRAVE)}
    try:
        if request.method == "POST":
            done = _step(request, number, context)
            if done is not None:
                return done
    except ImenaError as error:
        context |= {"refused": said(error), "proposals": None}
    status = 409 if context.get("refused") else 200
    answer = show(request, "scene/take_points.html", seen, **context)
    answer.status_code = status
    return answer


def _step(request: HttpRequest, number: str, context: dict[str, Any]) -> HttpResponse | None:
    name, content = carried(request)
    burial_site = BurialSite.objects.get(pk=number)
    kind = GRAVE if request.POST.get("kind") == GRAVE else CROSS
    proposals = propose_points(burial_site, content, name, kind)
    if request.POST.get("step") == "sign":
        assert isinstance(request.user, User)
        crosses, located = take_over_points(
            by=Actor(request.user, Operation.objects.get()), happened=parse_when(request.POST.get("happened", "")),
            site=burial_site, content=content, file=name, kind=kind,
        )  # fmt: skip
        counts = {"crosses": crosses, "graves": located}
        messages.success(request, _("Recorded: crosses %(crosses)s, graves %(graves)s.") % counts)
        return redirect(f"/n/{number}/map/")
    context |= {
        "name": name,
        "content": base64.b64encode(content).decode(),
        "proposals": proposals,
        "stopped": any(each.stops for each in proposals),
        "new": sum(not each.stops and each.problem != KNOWN for each in proposals),
    }
    return None


def carried(request: HttpRequest) -> tuple[str, bytes]:
    """The file that was chosen, or that an earlier step carries along. Raises `ImenaError`."""
    chosen = request.FILES.get("file")
    if chosen is not None:
        if (chosen.size or 0) > LARGEST_FILE:
            raise ImenaError("the file is larger than 1.5 MB")
        return str(chosen.name), chosen.read()
    try:
        content = base64.b64decode(request.POST.get("file_content", ""), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise ImenaError("choose a file")
    return request.POST.get("file_name", "file")[:200], content
