"""What may be out of order about references."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imena.antemortem.models import BasisWithdrawal, Donor, LegalBasis
from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force

NO_LEGAL_BASIS = reason("antemortem.no_legal_basis", _("the donor gave no consent, and no investigator ordered it"))


def legal_bases(seen: Standpoint) -> dict[str, LegalBasis]:
    """The legal basis in force for each donor."""
    withdrawn = set(in_force(BasisWithdrawal, seen).values_list("basis_id", flat=True))
    acts = in_force(LegalBasis, seen).order_by("happened_on", "pk")
    return {act.donor_id: act for act in acts if act.pk not in withdrawn}


def reference_out_of_order(donor: Donor, seen: Standpoint) -> Iterator[Reason]:
    withdrawn = in_force(BasisWithdrawal, seen).filter(donor=donor).values("basis")
    if not in_force(LegalBasis, seen).filter(donor=donor).exclude(pk__in=withdrawn).exists():
        yield NO_LEGAL_BASIS
