"""What is kept: samples, where they went, and the DNA profiles they yielded."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Number, Numbered
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.people.models import Agency


class Sample(Numbered):
    """A sample, taken from remains or given by a donor."""

    class Meta:
        verbose_name = _("sample")


class Material(models.TextChoices):
    BONE = "bone", _("bone")
    TOOTH = "tooth", _("tooth")
    MUSCLE = "muscle", _("muscle")
    BUCCAL = "buccal", _("buccal swab")
    BLOOD = "blood", _("blood on a card")
    BELONGING = "belonging", _("personal belonging")


class SampleTaking(Act):
    """A sample was taken."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="+", verbose_name=_("sample"))
    taken_from = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken from"))
    material = models.CharField(_("material"), max_length=12, choices=Material.choices)

    class Meta:
        verbose_name = _("a sample was taken")


class Shipment(Act):
    """Samples were sent to a laboratory."""

    samples = NumbersField(_("samples"))
    laboratory = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("laboratory"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("samples were sent")


class Reception(Act):
    """A laboratory accepted a sample, or rejected it and said why."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="+", verbose_name=_("sample"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("a sample reached the laboratory")


class DnaProfile(Act):
    """A sample yielded a DNA profile, whole or partial, or none. Genotypes are sealed under whom they are of."""

    class Outcome(models.TextChoices):
        FULL = "full", _("full")
        PARTIAL = "partial", _("partial")
        NONE = "none", _("none")
        MIXED = "mixed", _("mixed")

    SEALED_UNDER = "taken_from"
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="+", verbose_name=_("sample"))
    taken_from = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken from"))
    kit = models.CharField(_("kit"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    loci = models.PositiveSmallIntegerField(_("loci typed"))
    sex = Sealed(_("sex by amelogenin"), field=forms.ChoiceField(choices=[("", "—"), ("F", "XX"), ("M", "XY")]))
    genotypes = Sealed(_("genotypes"), field=forms.JSONField())

    class Meta:
        verbose_name = _("a DNA profile was obtained")
