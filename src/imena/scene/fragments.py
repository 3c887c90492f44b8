"""Fragments: parts and commingled lots that could not be given to anyone, and what was agreed about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.guards import JOINED_ALREADY
from imena.scene.models import Disposition, Exhumation, FragmentPolicy, Joining, Separation

NO_POLICY = reason("scene.no_fragment_policy", _("nothing was agreed with the families about fragments"))
NOT_AGREED = reason("scene.fate_not_agreed", _("the families did not agree to this"))
NOT_FRAGMENTS = reason("scene.not_fragments", _("these are not fragments, but a body"))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part or a lot that belongs to no one yet. `disposition`: what was settled about it, where something was."""

    remains: str
    lifted: Exhumation | Separation
    disposition: Disposition | None

    @property
    def form(self) -> str:
        return str(self.lifted.get_form_display())


def policy(seen: Standpoint) -> FragmentPolicy | None:
    """What was agreed last."""
    return in_force(FragmentPolicy, seen).order_by("happened_on", "pk").last()


def unassociated(seen: Standpoint) -> list[Fragment]:
    """The parts and lots that were joined to no one, with what was settled about each."""
    joined = set(in_force(Joining, seen).values_list("part_id", flat=True))
    settled: dict[str, Disposition] = {}
    for act in in_force(Disposition, seen).order_by("happened_on", "pk"):
        settled |= dict.fromkeys(act.fragments, act)
    lifted: list[Exhumation | Separation] = [
        *in_force(Exhumation, seen).exclude(form=Exhumation.Form.BODY).order_by("pk"),
        *in_force(Separation, seen).exclude(form=Exhumation.Form.BODY).order_by("pk"),
    ]
    return [
        Fragment(act.remains_id, act, settled.get(act.remains_id)) for act in lifted if act.remains_id not in joined
    ]


def disposition_out_of_order(fragments: list[str], fate: str, seen: Standpoint) -> Iterator[Reason]:
    agreed = policy(seen)
    if agreed is None:
        yield NO_POLICY
    elif fate not in {row["fate"] for row in agreed.agreed}:
        yield NOT_AGREED
    if in_force(Joining, seen).filter(part__in=fragments).exists():
        yield JOINED_ALREADY
    known = {fragment.remains for fragment in unassociated(seen)}
    joined = set(in_force(Joining, seen).filter(part__in=fragments).values_list("part_id", flat=True))
    if not set(fragments) <= known | joined:
        yield NOT_FRAGMENTS
