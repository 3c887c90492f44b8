"""What is kept of stores: where objects are kept, how many fit in, and whether the cold held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models.numbers import Numbered
from imena.ledger.models import Act
from imena.people.models import Agency

HOUR = _("Day and hour, local time: 2022-11-23 14:40.")


class Store(Numbered):
    """A place where remains, samples, exhibits or effects are kept."""

    class Meta:
        verbose_name = _("store")


class StoreKind(models.TextChoices):
    MORGUE = "morgue", _("cold store of a morgue")
    CONTAINER = "container", _("refrigerated container")
    FREEZER = "freezer", _("laboratory freezer")
    EVIDENCE = "evidence", _("evidence room")
    SHELTER = "shelter", _("temporary shelter")


class StoreOpening(Act):
    """A store was opened, by the agency that keeps it."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("kept by"))
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    kind_of_store = models.CharField(_("kind of store"), max_length=10, choices=StoreKind.choices)
    capacity = models.PositiveIntegerField(_("places"))
    coldest = models.SmallIntegerField(_("not colder than, °C"), null=True, blank=True)
    warmest = models.SmallIntegerField(_("not warmer than, °C"), null=True, blank=True)

    class Meta:
        verbose_name = _("a store was opened")


class CapacityChange(Act):
    """A store has more places than before, or fewer."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))
    capacity = models.PositiveIntegerField(_("places"))

    class Meta:
        verbose_name = _("the places of a store changed")


class StoreClosing(Act):
    """A store was closed: nothing more is put into it."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))

    class Meta:
        verbose_name = _("a store was closed")


class PowerCut(Act):
    """The power of a store failed."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))
    began_at = models.DateTimeField(_("power failed at"), help_text=HOUR)

    class Meta:
        verbose_name = _("the power of a store failed")


class PowerReturn(Act):
    """The power of a store came back."""

    power_cut = models.ForeignKey(PowerCut, on_delete=models.PROTECT, related_name="+", verbose_name=_("power cut"))
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))
    ended_at = models.DateTimeField(_("power came back at"), help_text=HOUR)

    class Meta:
        verbose_name = _("the power of a store came back")


class TemperatureReading(Act):
    """The temperature in a store was read."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", verbose_name=_("store"))
    celsius = models.DecimalField(_("temperature, °C"), max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = _("the temperature in a store was read")
