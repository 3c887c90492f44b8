"""What is kept of safety: work stopped and resumed, graves and bodies checked for explosives."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Number
from imena.ledger.models import Act
from imena.scene.models.graves import Grave
from imena.scene.models.sites import BurialSite


class StopWork(Act):
    """Work was stopped at a site, or at one of its graves."""

    class Cause(models.TextChoices):
        EXPLOSIVE = "explosive", _("explosive found")
        SHELLING = "shelling", _("shelling or air raid")
        UNEXPECTED = "unexpected", _("unexpected find")
        WEATHER = "weather", _("weather")
        OTHER = "other", _("another cause")

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    grave = models.ForeignKey(
        Grave, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("this grave alone")
    )
    cause = models.CharField(_("cause"), max_length=12, choices=Cause.choices)
    note = models.CharField(_("what was seen"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("work was stopped")


class ResumeWork(Act):
    """Work that had been stopped went on."""

    stop = models.ForeignKey(StopWork, on_delete=models.PROTECT, related_name="+", verbose_name=_("act that stopped"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("work was resumed")


class ExplosivesCheck(Act):
    """A sapper checked a grave before anyone was lifted from it, or a body on arrival at a morgue."""

    class Outcome(models.TextChoices):
        CLEAN = "clean", _("nothing found")
        FOUND = "found", _("explosive found and left in place")
        REMOVED = "removed", _("explosive found and removed")

    class Where(models.TextChoices):
        GRAVE = "grave", _("at the grave")
        MORGUE = "morgue", _("on arrival at a morgue")

    object = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave or remains"))
    where = models.CharField(_("where"), max_length=8, choices=Where.choices)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    note = models.CharField(_("what was found"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("checked for explosives")
