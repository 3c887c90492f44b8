"""What is kept of numbers: who issues them, which object bears which, and the numbers given by others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.models import Act
from imena.people.models import Operation


class Issuer(models.Model):
    """An installation or a device that makes numbers; no two share a code. Counts on, so it is not append-only."""

    code = models.CharField(max_length=3, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Number(models.Model):
    """One number, and the kind of object that bears it."""

    APPEND_ONLY = True
    number = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.number


class Numbered(models.Model):
    """An object with an Imena number. What is known of it is said by acts alone."""

    APPEND_ONLY = True
    number = models.CharField(_("number"), max_length=20, primary_key=True)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Scheme(models.TextChoices):
    """The kinds of numbers that objects are given by others."""

    CROSS = "cross", _("number on the cross")
    JOURNAL = "journal", _("row of the burial journal")
    BAG = "bag", _("body bag")
    MORGUE = "morgue", _("morgue register")
    PROCEEDING = "proceeding", _("criminal proceeding")
    EXPERT_REPORT = "expert_report", _("expert’s report")
    LABORATORY = "laboratory", _("laboratory sample")
    GENOMIC_REGISTER = "genomic_register", _("genomic register code")
    PLOT = "plot", _("reburial plot")


class GivenNumber(Act):
    """An object was given another number, by someone else."""

    object = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("object"))
    scheme = models.CharField(_("kind of number"), max_length=20, choices=Scheme.choices)
    value = models.CharField(_("the number"), max_length=60, db_index=True)

    class Meta:
        verbose_name = _("another number was given")
