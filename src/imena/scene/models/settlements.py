"""What is kept of discrepancies: that someone settled one, how, and why. The discrepancies themselves are derived."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.scene.models.graves import Discrepancy, GraveOpening
from imena.scene.models.sites import BurialSite


class DiscrepancySettlement(Act):
    """A discrepancy was settled, with a reason. It is open again once the acts it rested on are others."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    discrepancy = models.CharField(_("discrepancy"), max_length=30, choices=Discrepancy.choices)
    about = NumbersField(_("about"))
    rested_on = models.CharField(_("digest of the acts it rested on"), max_length=64)
    reason = models.CharField(_("reason"), max_length=500)
    settled_to = NumbersField(_("belongs to"), blank=True)
    stands = models.ForeignKey(
        GraveOpening,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the observation that stands"),
    )

    class Meta:
        verbose_name = _("a discrepancy was settled")
