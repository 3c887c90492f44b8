"""Who may do which act, and see which pages. Every phase's `policy` says it for its own acts with `allow`."""

from rules.permissions import set_perm
from rules.predicates import Predicate

from imena.people.models import User
from imena.people.roles import Role


def holds(*roles: Role) -> Predicate:
    """Whether a user holds one of these roles."""
    wanted = frozenset(roles)

    def any_of_them(user: User) -> bool:
        return user.is_authenticated and not wanted.isdisjoint(user.roles)

    return Predicate(any_of_them, "holds:" + ",".join(sorted(wanted)))


def allow(permission: str, *roles: Role) -> None:
    """Allow an act, by its kind, or a view, by its name, to these roles."""
    set_perm(permission, holds(*roles))  # type: ignore[no-untyped-call]


allow("ledger.voiding", Role.INVESTIGATOR, Role.ADMINISTRATOR)
allow("ledger.keydestruction", Role.DATA_PROTECTION)
allow("ledger.view", *Role)
allow("people.operationopening", Role.ADMINISTRATOR)
allow("people.agencyentry", Role.ADMINISTRATOR)
allow("people.rolegrant", Role.ADMINISTRATOR)
allow("people.roleend", Role.ADMINISTRATOR)
allow("people.legalhold", Role.PROSECUTOR, Role.INVESTIGATOR, Role.DATA_PROTECTION)
allow("people.holdrelease", Role.PROSECUTOR)
