"""What is kept of burial sites: reports, steps, clearance of mines, orders, rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act


class BurialSite(Numbered):
    """A place where people were buried."""

    class Meta:
        verbose_name = _("burial site")


class SiteReport(Act):
    """A burial site was reported."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)

    class Meta:
        verbose_name = _("a burial site was reported")


class SiteStep(Act):
    """A burial site was verified, secured, exhausted, closed, found inaccessible or opened again."""

    class Step(models.TextChoices):
        VERIFIED = "verified", _("verified")
        SECURED = "secured", _("secured")
        INACCESSIBLE = "inaccessible", _("inaccessible")
        EXHAUSTED = "exhausted", _("exhausted")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    step = models.CharField(_("step"), max_length=20, choices=Step.choices)

    class Meta:
        verbose_name = _("the state of a site changed")


class Clearance(Act):
    """A site, or some of its graves, was cleared of mines and explosives; for good, or until a day."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    document = models.CharField(_("document"), max_length=120)
    graves = NumbersField(_("only these graves"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("a site was cleared of mines")


class ExhumationOrder(Act):
    """A prosecutor ordered the exhumations of a site (постанова про ексгумацію)."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("exhumation was ordered")


class SiteRules(Act):
    """What holds at a site beyond the law. The latest act says it; without one, nothing more is asked."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    explosives_check = models.BooleanField(_("each grave is checked for explosives before anyone is lifted"))
    two_people = models.BooleanField(_("nobody works at an open grave alone"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("the rules of a site were set")
