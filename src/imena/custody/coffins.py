"""Right body, right coffin: what later rooms know about remains and plots, and whether a coffin was set out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from imena.custody.chain import Move
from imena.custody.models import CoffinCheck, SettingOut
from imena.custody.queries import chains
from imena.ledger.guards import Reason
from imena.ledger.standpoint import Standpoint, in_force

Check = Callable[[str, str, Standpoint], Iterable[Reason]]
_checks: list[Check] = []


def contradicts(check: Check) -> Check:
    """Register what a later room knows against laying these remains in this plot: numbers of both, a standpoint."""
    _checks.append(check)
    return check


def contradictions(remains: str, plot: str, seen: Standpoint) -> Iterator[Reason]:
    for check in _checks:
        yield from check(remains, plot, seen)


def checks_are_used(seen: Standpoint) -> bool:
    """Whether this operation checks coffins at all: from its first check on, a burial without one is out of order."""
    return in_force(CoffinCheck, seen).exists()


def set_out(remains: str, since: date, seen: Standpoint) -> bool:
    """Whether remains were set out for burial since a day, checked by two whose scans stand."""
    acts = in_force(SettingOut, seen).filter(body=remains, happened_on__gte=since)
    return acts.exclude(recheck__in=seen.set_aside).exclude(recheck__first__in=seen.set_aside).exists()


def set_out_in(remains: str, seen: Standpoint) -> set[str]:
    """The coffins in which remains were set out since they last came back: exhumed again, or taken back."""
    chain = chains(seen, [remains]).get(remains, [])
    came = [link.event.on for link in chain if link.event.move in (Move.LIFT, Move.RETURN)]
    acts = in_force(SettingOut, seen).filter(body=remains, happened_on__gte=max(came, default=date.min))
    return set(acts.values_list("recheck__coffin_id", flat=True))
