"""The page of where someone lay."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from imena.custody.models import Number
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.histories import history, rows_about
from imena.scene.models import Exhumation
from imena.scene.queries import graves_of
from imena.ui.doing import doing
from imena.ui.pages import Link, also_on, may_see, seen_by, show

ABOUT = ("scene.remains", "scene.journalrow")


@may_see("scene.view")
def history_page(request: HttpRequest, number: str) -> HttpResponse:
    """The places where someone lay, one after the other, up to the grave from which he or she was lifted."""
    known = Number.objects.filter(pk=number, kind__in=ABOUT).first()
    if known is None:
        raise Http404
    seen = seen_by(request)
    rows = rows_about(seen, number) if known.kind == "scene.remains" else []
    return show(
        request,
        "scene/history.html",
        seen,
        number=number,
        stays=history(seen, [number, *rows]),
        grave=graves_of(seen, [number]).get(number),
        lifted=in_force(Exhumation, seen).filter(remains=number).first(),
        doing=doing(request, ["scene.earlierburial"], about=number),
    )


@also_on("scene.remains")
def history_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:  # noqa: ARG001
    if not request.user.has_perm("scene.view"):
        return None
    return {"href": f"/n/{number}/history/", "title": _("Where this person lay")}
