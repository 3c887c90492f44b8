"""What pages share: who may see them, from which standpoint they look, and where an object has its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from imena.core import clock
from imena.ledger.standpoint import Standpoint, standpoint

R = TypeVar("R", bound=Callable[..., HttpResponse])
_pages: dict[str, Callable[..., HttpResponse]] = {}
Link = dict[str, str]
"""An address and a title."""
_also: dict[str, list[Callable[[HttpRequest, str, Standpoint], Link | None]]] = {}
EVERY = ""
"""Every kind of object."""


def may_see(permission: str) -> Callable[[R], R]:
    """Only for those whose role includes it; others are asked to sign in, or told that they may not."""

    def restrict(view: R) -> R:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **options)

        return cast("R", checked)

    return restrict


def page_of(kind: str) -> Callable[[R], R]:
    """Register a view as the page of the objects of a kind."""

    def register(view: R) -> R:
        _pages[kind] = view
        return view

    return register


def page_for(kind: str) -> Callable[..., HttpResponse] | None:
    return _pages.get(kind)


def also_on(kind: str) -> Callable[[Callable[[HttpRequest, str, Standpoint], Link | None]], Any]:
    """Register what another room has to show of the objects of a kind, or of every kind: a link, or None."""

    def register(link: Callable[[HttpRequest, str, Standpoint], Link | None]) -> Any:
        _also.setdefault(kind, []).append(link)
        return link

    return register


def page_about(request: HttpRequest, kind: str, number: str) -> None:
    """Say which object a page is about, so that `show` adds what other rooms have to show of it."""
    request.__dict__["about"] = (kind, number)


def _also_about(request: HttpRequest, seen: Standpoint) -> list[Link]:
    if "about" not in request.__dict__:
        return []
    kind, number = request.__dict__["about"]
    links = [*_also.get(kind, ()), *_also.get(EVERY, ())]
    return [found for link in links if (found := link(request, number, seen))]


def seen_by(request: HttpRequest) -> Standpoint:
    """The standpoint a page was asked from: `?as_of=2023-09-15&known_at=2023-10-01`. Unreadable dates are left out."""
    as_of = _date(request.GET.get("as_of", ""))
    known = _date(request.GET.get("known_at", ""))
    known_at = datetime(known.year, known.month, known.day, 23, 59, 59, tzinfo=UTC) if known else None
    return standpoint(as_of or clock.today(), known_at)


def show(request: HttpRequest, template: str, seen: Standpoint, **context: Any) -> HttpResponse:
    """A page, with the standpoint it was seen from. Links keep the date that was asked for."""
    asked = _date(request.GET.get("as_of", ""))
    context |= {
        "seen": seen,
        "asked": asked,
        "asof": f"?as_of={asked.isoformat()}" if asked else "",
        "also": _also_about(request, seen),
    }
    return render(request, template, context)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
