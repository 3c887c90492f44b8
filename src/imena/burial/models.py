"""What is kept: notifications, certificates, releases, plots, reburials, and the programme's money."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.antemortem.models import MissingPerson
from imena.custody.models import Numbered
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.scene.models import Remains


class Plot(Numbered):
    """A plot in a cemetery."""

    class Meta:
        verbose_name = _("plot")


class Programme(Numbered):
    """A programme of a council that pays for burials."""

    class Meta:
        verbose_name = _("programme")


class NamedAs(models.TextChoices):
    """How remains are named on the grave."""

    NAMED = "named", _("under a name")
    PRESUMED = "presumed", _("under a presumed name")
    NUMBER = "number", _("under a number")


class Notification(Act):
    """A family was told."""

    SEALED_UNDER = "person"
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    told = Sealed(_("who was told, and how"), required=True)

    class Meta:
        verbose_name = _("the family was notified")


class DeathCertificate(Act):
    """The registrar issued a death certificate."""

    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("a death certificate was issued")


class Parts(models.TextChoices):
    ACCOUNTED = "accounted", _("all parts are accounted for")
    FAMILY_CHOSE = "family_chose", _("the family chose not to wait for further parts")


class ReleasePermission(Act):
    """The prosecutor permitted release and burial (дозвіл прокурора)."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    parts = models.CharField(_("parts"), max_length=14, choices=Parts.choices)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("release was permitted")


class Release(Act):
    """Remains were handed over for burial (акт прийому-передачі тіла)."""

    SEALED_UNDER = "remains"
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    document = models.CharField(_("document"), max_length=120)
    received_by = Sealed(_("received by"), required=True)

    class Meta:
        verbose_name = _("released for burial")


class BurialDecision(Act):
    """The executive committee decided on a reburial (рішення виконкому про перепоховання)."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    named_as = models.CharField(_("named on the grave"), max_length=10, choices=NamedAs.choices)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("reburial was decided")


class PlotAssignment(Act):
    """A plot was set aside for remains."""

    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="+", verbose_name=_("plot"))
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    cemetery = models.CharField(_("cemetery"), max_length=120)
    section = models.CharField(_("section"), max_length=20)
    row = models.PositiveSmallIntegerField(_("row"))
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("a plot was assigned")


class Reburial(Act):
    """Remains were buried in a plot."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="+", verbose_name=_("plot"))
    named_as = models.CharField(_("named on the grave"), max_length=10, choices=NamedAs.choices)
    honours = models.BooleanField(_("with military honours"), default=False)

    class Meta:
        verbose_name = _("reburied")


class PlateChange(Act):
    """The plate on a grave was changed: to a name decided later, or back to a number after a revocation."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="+", verbose_name=_("plot"))
    named_as = models.CharField(_("named on the grave"), max_length=10, choices=NamedAs.choices)

    class Meta:
        verbose_name = _("the plate on a grave was changed")


class ReExhumation(Act):
    """Remains were exhumed again from a plot, by order."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="+", verbose_name=_("plot"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("exhumed again")


class Allotment(Act):
    """A council allotted money to a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme"))
    name = models.CharField(_("name"), max_length=200)
    amount = models.DecimalField(_("amount, UAH"), max_digits=14, decimal_places=2)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("money was allotted")


class CostLine(models.TextChoices):
    GRAVE = "grave", _("digging and closing the grave")
    COFFIN = "coffin", _("coffin")
    TRANSPORT = "transport", _("transport")
    PLATE = "plate", _("cross and plate")


class Expense(Act):
    """Money of a programme was spent on a burial."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme"))
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    line = models.CharField(_("cost line"), max_length=10, choices=CostLine.choices)
    amount = models.DecimalField(_("amount, UAH"), max_digits=14, decimal_places=2)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("money was spent")
