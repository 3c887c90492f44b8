"""Pages about devices and what they handed over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imena.capture.acts import open_channel
from imena.capture.inbox import explained, perform, perform_waiting
from imena.capture.models import CaptureReceipt
from imena.capture.outbox import Taken, take
from imena.capture.queries import devices as every_device
from imena.capture.queries import open_captures, refusals
from imena.core.errors import ImenaError
from imena.ledger.acts import Actor
from imena.ledger.registry import registered
from imena.people.models import Operation, User
from imena.ui.act_forms import said
from imena.ui.doing import doing
from imena.ui.pages import may_see, seen_by, show


@may_see("capture.view")
def devices(request: HttpRequest) -> HttpResponse:
    """Devices; what waits; what a person has to settle; what was refused."""
    seen = seen_by(request)
    acts = registered()
    opened = open_captures()
    for each in opened:
        kind = acts.get(each.receipt.captured_kind)
        each.receipt.__dict__["title"] = kind.title if kind else each.receipt.captured_kind
    return show(
        request,
        "capture/devices.html",
        seen,
        devices=every_device(seen),
        held=[each for each in opened if not each.waiting],
        waiting=[each for each in opened if each.waiting],
        refusals=[(refusal, explained(refusal.code)) for refusal in refusals()],
        doing=doing(request, ["capture.devicerevocation"]),
        may_settle=request.user.has_perm("capture.capturesettingaside"),
    )


@require_POST
@may_see("capture.capturesettingaside")
def retry(request: HttpRequest, receipt: int) -> HttpResponse:
    """Try once more to make an act of a capture."""
    if perform(get_object_or_404(CaptureReceipt, pk=receipt)):
        perform_waiting()
        messages.success(request, _("The capture is recorded."))
    return redirect("devices")


@may_see("capture.deviceregistration")
def channel(request: HttpRequest) -> HttpResponse:
    """Open a channel for forms that are filled in with other tools; its address is shown once."""
    seen = seen_by(request)
    opened, address, problem = None, "", ""
    if request.method == "POST" and isinstance(request.user, User):
        try:
            by = Actor(request.user, Operation.objects.get())
            opened, secret = open_channel(by=by, name=request.POST.get("name", ""))
            address = request.build_absolute_uri(f"/openrosa/{secret}")
        except ImenaError as error:
            problem = said(error)
    return show(request, "capture/channel.html", seen, opened=opened, address=address, problem=problem)


@may_see("capture.view")
def stick(request: HttpRequest) -> HttpResponse:
    """Take the file that a device's outbox was saved to."""
    seen = seen_by(request)
    taken: Taken | None = None
    given = request.FILES.get("outbox")
    if request.method == "POST" and given is not None:
        taken = take(given.name or "", given)
    problems = [said(problem) for problem in taken.problems] if taken else []
    return show(request, "capture/stick.html", seen, taken=taken, problems=problems)
