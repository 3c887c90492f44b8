"""What every page shows: the operation, whether it is synthetic, and where one may go."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.ledger.queries import NoLedgerError, opening
from imena.ledger.standpoint import standpoint
from imena.people.models import OperationOpening, User, held_grants
from imena.people.roles import Role
from imena.web.accounts import one_click_roles

PLACES = (
    ("scene.view", "/sites/", _("Graves")),
    ("account.remains", "/remains/", _("Remains")),
    ("custody.view", "/custody/", _("Custody")),
    ("antemortem.view", "/missing/", _("The missing")),
    ("reconciliation.view", "/candidates/", _("Candidates")),
    ("reconciliation.view", "/decisions/", _("Decisions")),
    ("burial.view", "/burials/", _("Burials")),
    ("burial.money", "/money/", _("Money")),
    ("capture.view", "/devices/", _("Field")),
    ("ledger.view", "/acts/", _("Ledger")),
)


def house(request: HttpRequest) -> dict[str, Any]:
    """The house around a page."""
    try:
        synthetic = opening().synthetic
    except NoLedgerError:
        return {"here": request.path}
    user = getattr(request, "user", None)
    one_click = one_click_roles()
    return {
        "operation_act": OperationOpening.objects.order_by("pk").first(),
        "synthetic": synthetic,
        "one_click": one_click,
        "workers": list(_workers()) if one_click and request.path.startswith("/accounts/") else [],
        "here": request.path,
        "places": [
            {"href": href, "label": label, "current": request.path.startswith(href)}
            for permission, href, label in PLACES
            if user is not None and user.has_perm(permission)
        ],
        "can_find": user is not None and user.has_perm("custody.view"),
        "my_roles": sorted(str(role.label) for role in user.roles) if isinstance(user, User) else [],
    }


def _workers() -> Iterator[dict[str, Any]]:
    """The made-up people whose roles can be entered, in the order of the roles."""
    order = list(Role)
    grants = held_grants(standpoint(clock.today()))
    for grant in sorted(grants, key=lambda grant: (order.index(Role(grant.role)), grant.pk)):
        yield {"username": grant.user.username, "role": Role(grant.role).label, "name": grant.user.get_full_name()}
