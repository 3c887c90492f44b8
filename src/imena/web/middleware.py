"""What is true of every request: nothing from other hosts, a second factor, keys kept for its length alone."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from imena.ledger.sealed import key_ring
from imena.ui.reading import read_by
from imena.web.accounts import BY_ONE_CLICK, one_click_roles

GetResponse = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/language/")


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """No page, font, script or picture comes from another host."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def second_factor(get_response: GetResponse) -> GetResponse:
    """Whoever is signed in without a second factor can do nothing but set one up."""

    def respond(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not request.path.startswith(WITHOUT_SECOND_FACTOR):
            by_one_click = request.session.get(BY_ONE_CLICK) and one_click_roles()
            if not by_one_click and not is_mfa_enabled(user):
                return redirect("mfa_activate_totp")
        return get_response(request)

    return respond


def keys_for_one_request(get_response: GetResponse) -> GetResponse:
    """Keys of persons are kept at hand while one page is made for one reader, and no longer."""

    def respond(request: HttpRequest) -> HttpResponse:
        with key_ring(), read_by(request.user):
            return get_response(request)

    return respond
