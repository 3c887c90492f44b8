"""Sign-in: nobody registers himself, and in the demonstration alone a role is entered with one click."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from imena.ledger.queries import opening
from imena.people.models import User

BY_ONE_CLICK = "entered_by_one_click"


class NoSelfRegistration(DefaultAccountAdapter):  # type: ignore[misc]
    """Users are added by an administrator, at the command line."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


def one_click_roles() -> bool:
    """Whether roles may be entered with one click: while `imena demo` serves, and the ledger is synthetic."""
    return bool(settings.DEMO) and opening().synthetic


@require_POST
def enter_as(request: HttpRequest, username: str) -> HttpResponse:
    """Enter the demonstration as one of its made-up people."""
    if not one_click_roles():
        raise Http404
    user = get_object_or_404(User, username=username)
    login(request, user, backend="imena.people.backends.PasswordBackend")
    request.session[BY_ONE_CLICK] = True
    return redirect("overview")
