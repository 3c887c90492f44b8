"""What is kept so that the right body goes in the right coffin: coffins, vehicles, and two people's scans."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models.numbers import Number, Numbered
from imena.ledger.models import Act


class Coffin(Numbered):
    """A coffin."""

    class Meta:
        verbose_name = _("coffin")


class Vehicle(Numbered):
    """A vehicle that carries the dead."""

    class Meta:
        verbose_name = _("vehicle")


class CoffinEntry(Act):
    """A coffin was made ready, under a number."""

    coffin = models.ForeignKey(Coffin, on_delete=models.PROTECT, related_name="+", verbose_name=_("coffin"))
    note = models.CharField(_("note"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("a coffin was made ready")


class VehicleEntry(Act):
    """A vehicle was taken into use."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="+", verbose_name=_("vehicle"))
    plate = models.CharField(_("licence plate"), max_length=20)

    class Meta:
        verbose_name = _("a vehicle was taken into use")


class Scanned(Act):
    """What one person scanned: the remains, the number on the bag, the coffin, the vehicle, the plot."""

    body = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    bag = models.CharField(_("number on the bag"), max_length=60)
    coffin = models.ForeignKey(Coffin, on_delete=models.PROTECT, related_name="+", verbose_name=_("coffin"))
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="+", verbose_name=_("vehicle"))
    plot = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("plot"))

    class Meta:
        abstract = True

    @property
    def scans(self) -> tuple[str, str, str, str, str]:
        """The scanned numbers, to be compared with what someone else scanned."""
        return self.body_id, self.bag.strip().casefold(), self.coffin_id, self.vehicle_id, self.plot_id


class CoffinCheck(Scanned):
    """The first of two people scanned the bag, the coffin, the vehicle and the plot."""

    class Meta:
        verbose_name = _("right body, right coffin: scanned once")


class CoffinRecheck(Scanned):
    """A second person scanned them again, without looking at the first."""

    first = models.ForeignKey(CoffinCheck, on_delete=models.PROTECT, related_name="+", verbose_name=_("first scan"))

    class Meta:
        verbose_name = _("right body, right coffin: scanned again")


class SettingOut(Act):
    """The coffin may set out for burial: two people scanned the same, and it is what is known."""

    recheck = models.ForeignKey(
        CoffinRecheck, on_delete=models.PROTECT, related_name="+", verbose_name=_("second scan")
    )
    body = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))

    class Meta:
        verbose_name = _("set out for burial")
