"""What is kept of the ends of custody: given out, come back, destroyed, lost and found again; and alerts settled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models.numbers import Number
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed


class GivingOut(Act):
    """An effect, an exhibit or a sample left the operation for good: to a family, to a court."""

    SEALED_UNDER = "object"
    object = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("object"))
    document = models.CharField(_("document"), max_length=120)
    received_by = Sealed(_("received by"), required=True)

    class Meta:
        verbose_name = _("given out for good")


class Return(Act):
    """Objects came back into the operation."""

    numbers = NumbersField(_("objects"))
    returned_by = models.CharField(_("returned by (agency and office)"), max_length=120, blank=True, default="")
    document = models.CharField(_("document"), max_length=120)
    condition = models.CharField(_("condition"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("returned")


class Destruction(Act):
    """Samples, exhibits or effects were destroyed, as a document orders."""

    numbers = NumbersField(_("objects"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("destroyed")


class Loss(Act):
    """Objects were not where they should be."""

    numbers = NumbersField(_("objects"))
    noticed = models.CharField(_("where it was noticed, and how"), max_length=200)

    class Meta:
        verbose_name = _("not where it should be")


class FoundAgain(Act):
    """Objects that were not where they should be were found again."""

    numbers = NumbersField(_("objects"))
    found_where = models.CharField(_("where it was found again"), max_length=200)

    class Meta:
        verbose_name = _("found again")


class Alarm(models.TextChoices):
    """What can be wrong with custody. The first five are broken custody."""

    GAP = "gap", _("a gap in custody")
    OVERLAP = "overlap", _("given by someone who does not hold it")
    SEAL = "seal", _("a seal broken, or other than recorded")
    LOST = "lost", _("not where it should be")
    COFFIN = "coffin", _("body and coffin do not agree")
    UNCONFIRMED = "unconfirmed", _("a hand-over not confirmed for more than a day")
    OVERFULL = "overfull", _("a store holds more than it has places for")
    POWER = "power", _("a store without power")
    TEMPERATURE = "temperature", _("a temperature out of range")
    CLOSED = "closed", _("something is left in a closed store")


class AlertSettlement(Act):
    """Someone looked into an alert, and said what came of it."""

    alarm = models.CharField(_("alert"), max_length=12, choices=Alarm.choices)
    cause = models.PositiveBigIntegerField(_("number of the act it comes from"), db_index=True)
    numbers = NumbersField(_("objects"), blank=True)
    reason = models.CharField(_("what came of it"), max_length=300)

    class Meta:
        verbose_name = _("an alert was settled")
