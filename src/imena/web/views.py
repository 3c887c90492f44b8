"""Pages that belong to no phase: any object by its number, any act by its place, the search, the language."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imena.core.numbers import NumberError, parse_number
from imena.custody.models import Number
from imena.custody.queries import crosswalk, find
from imena.ledger.models import Entry
from imena.ledger.queries import acts_of, timeline
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_about, page_for, seen_by, show

VIEWERS = {
    "scene": "scene.view",
    "laboratory": "laboratory.view",
    "postmortem": "postmortem.view",
    "antemortem": "antemortem.view",
    "reconciliation": "reconciliation.view",
    "burial": "burial.view",
    "custody": "custody.view",
    "people": "ledger.view",
    "ledger": "ledger.view",
    "imena_account": "ledger.view",
    "capture": "capture.view",
}


def object_page(request: HttpRequest, number: str) -> HttpResponse:
    """The page of the object that bears a number."""
    try:
        known = get_object_or_404(Number, pk=parse_number(number))
    except NumberError:
        raise Http404 from None
    if known.number != number:
        return redirect("object", known.number)
    page_about(request, known.kind, known.number)
    own = page_for(known.kind)
    return own(request, known.number) if own else _plain_object(request, known)


def _plain_object(request: HttpRequest, known: Number) -> HttpResponse:
    """An object without a page of its own: its numbers, and what happened to it."""
    from django.apps import apps

    @may_see(VIEWERS[known.kind.split(".")[0]])
    def page(request: HttpRequest) -> HttpResponse:
        seen = seen_by(request)
        return show(
            request,
            "ui/object.html",
            seen,
            number=known.number,
            kind=apps.get_model(known.kind)._meta.verbose_name,
            numbers=crosswalk([known.number], seen)[known.number],
            acts=timeline(known.number, seen),
            doing=doing(request, ["custody.givennumber"], object=known.number),
        )

    return page(request)


@may_see("ledger.view")
def act_page(request: HttpRequest, sequence: int) -> HttpResponse:
    """One act, as it was recorded. Its content is for those whose role includes its phase."""
    entry = get_object_or_404(Entry, pk=sequence)
    seen = seen_by(request)

    @may_see(VIEWERS[entry.kind.split(".")[0]])
    def page(request: HttpRequest) -> HttpResponse:
        return show(
            request,
            "ledger/act.html",
            seen,
            act=acts_of([entry])[0],
            set_aside=entry.pk in seen.set_aside,
            later_entries=Entry.objects.filter(sets_aside=entry),
            doing=[{"href": f"/acts/void/{entry.pk}/", "title": _("Void this record")}]
            if request.user.has_perm("ledger.voiding") and entry.pk not in seen.set_aside
            else [],
        )

    return page(request)


@may_see("ledger.view")
def ledger_page(request: HttpRequest) -> HttpResponse:
    """The ledger, the latest entries first."""
    seen = seen_by(request)
    entries = Entry.objects.order_by("-pk").select_related("author")
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    return show(request, "ledger/entries.html", seen, page=page)


@may_see("custody.view")
def find_page(request: HttpRequest) -> HttpResponse:
    """Any number ever given to an object finds it."""
    from django.apps import apps

    seen = seen_by(request)
    asked_for = request.GET.get("q", "").strip()
    found = [
        {
            "number": number.number,
            "kind": apps.get_model(number.kind)._meta.verbose_name,
            "scheme": act.get_scheme_display() if act else "",
        }
        for number, act in (find(asked_for, seen) if asked_for else [])
    ]
    if len(found) == 1:
        return redirect("object", found[0]["number"])
    return show(request, "web/find.html", seen, asked_for=asked_for, found=found)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax")
    return response
