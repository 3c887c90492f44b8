"""What is kept of handling: sealing, handing over, receiving, storing, opening, dividing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models.numbers import Number, Numbered
from imena.custody.models.stores import Store
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.people.models import Agency


class Portion(Numbered):
    """A part of a sample or an exhibit, divided off under a number of its own."""

    class Meta:
        verbose_name = _("portion")


class Container(models.TextChoices):
    BAG = "bag", _("bag")
    COFFIN = "coffin", _("coffin")
    BOX = "box", _("box")
    ENVELOPE = "envelope", _("envelope")
    TUBE = "tube", _("tube")
    VEHICLE = "vehicle", _("vehicle")


class Seals(models.TextChoices):
    """How a seal was found when an object changed hands."""

    UNCHECKED = "unchecked", _("not looked at")
    INTACT = "intact", _("intact, as recorded")
    OTHER = "other", _("another number than recorded")
    BROKEN = "broken", _("broken or missing")


class Sealing(Act):
    """Objects were put into a container, and it was sealed."""

    numbers = NumbersField(_("objects"))
    container = models.CharField(_("container"), max_length=10, choices=Container.choices)
    label = models.CharField(_("label of the container"), max_length=60, blank=True, default="")
    seal = models.CharField(_("number of the seal"), max_length=60)

    class Meta:
        verbose_name = _("sealed")


class HandOver(Act):
    """Objects were handed over: by one who holds them, to one who is to confirm it."""

    numbers = NumbersField(_("objects"))
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("handed over by"),
        null=True,
    )
    giver_outside = models.CharField(
        _("handed over by someone without an account (agency and office)"), max_length=120, blank=True, default=""
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("handed over to"),
        null=True,
    )
    receiver_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("or to an agency"), null=True
    )
    receiver_outside = models.CharField(
        _("or to someone without an account (agency and office)"), max_length=120, blank=True, default=""
    )
    purpose = models.CharField(_("purpose"), max_length=120)
    document = models.CharField(_("document"), max_length=120, blank=True, default="")
    seals = models.CharField(_("seals"), max_length=10, choices=Seals.choices, default=Seals.UNCHECKED)
    seal_found = models.CharField(_("seal as found"), max_length=60, blank=True, default="")
    condition = models.CharField(_("condition"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("handed over")


class Reception(Act):
    """Objects were received, their seals and condition looked at."""

    numbers = NumbersField(_("objects"))
    seals = models.CharField(_("seals"), max_length=10, choices=Seals.choices)
    seal_found = models.CharField(_("seal as found"), max_length=60, blank=True, default="")
    condition = models.CharField(_("condition"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("received")


class Storing(Act):
    """Objects were put into a store."""

    numbers = NumbersField(_("objects"))
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))
    position = models.CharField(_("place in the store"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("put into a store")


class SealBreaking(Act):
    """A seal was broken on purpose."""

    numbers = NumbersField(_("objects"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("a seal was broken on purpose")


class Unit(models.TextChoices):
    GRAM = "g", _("g")
    MILLILITRE = "ml", _("ml")
    PIECE = "piece", _("pieces")


class Division(Act):
    """A portion was divided off a sample or an exhibit, which has so much left."""

    portion = models.ForeignKey(Portion, on_delete=models.PROTECT, related_name="+", verbose_name=_("portion"))
    divided_from = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("divided from"))
    quantity = models.DecimalField(_("quantity of the portion"), max_digits=8, decimal_places=2)
    remaining = models.DecimalField(_("quantity that is left"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)

    class Meta:
        verbose_name = _("a portion was divided off")
