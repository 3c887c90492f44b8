"""What is kept: missing persons, their families as pedigrees, and the donors of reference samples."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed


class MissingPerson(Numbered):
    """Someone who is missing, and asked for."""

    class Meta:
        verbose_name = _("missing person")


class Family(Numbered):
    """A family with one missing member or several: what kinship is computed with."""

    class Meta:
        verbose_name = _("family")


class Donor(Numbered):
    """A relative who gives a reference sample."""

    class Meta:
        verbose_name = _("reference donor")


class Sex(models.TextChoices):
    FEMALE = "F", _("female")
    MALE = "M", _("male")


class MissingReport(Act):
    """A person was reported missing. Who it is, is sealed under the person's own key."""

    SEALED_UNDER = "person"
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    serviceman = models.BooleanField(_("serviceman"), default=False)
    surname = Sealed(_("surname"), required=True)
    given_name = Sealed(_("given name"), required=True)
    patronymic = Sealed(_("patronymic"))
    sex = Sealed(_("sex"), field=forms.ChoiceField(choices=Sex.choices), required=True)
    born_on = Sealed(_("born"), field=forms.DateField())
    last_seen_on = Sealed(_("last seen alive"), field=forms.DateField())
    last_seen_at = Sealed(_("last seen at"))
    stature_cm = Sealed(_("stature, cm"), field=forms.IntegerField(min_value=20, max_value=230))
    reported_by = Sealed(_("reported by"))

    class Meta:
        verbose_name = _("reported missing")


class FamilyRecord(Act):
    """A family was recorded as a pedigree. `members`: id, father, mother, sex, and who of them is whom."""

    SEALED_UNDER = "family"
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", verbose_name=_("family"))
    persons = models.JSONField(_("missing members"), default=list)
    members = Sealed(_("members"), field=forms.JSONField(), required=True)

    class Meta:
        verbose_name = _("a family was recorded")


class DonorRecord(Act):
    """A relative came forward as a donor."""

    SEALED_UNDER = "donor"
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+", verbose_name=_("reference donor"))
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", verbose_name=_("family"))
    member = models.CharField(_("member of the pedigree"), max_length=40)
    name = Sealed(_("name"), required=True)
    contact = Sealed(_("contact"))

    class Meta:
        verbose_name = _("a donor came forward")


class LegalBasis(Act):
    """On what legal basis a donor’s sample is taken and used."""

    class Basis(models.TextChoices):
        ORDER = "order", _("investigator’s order")
        CONSENT = "consent", _("consent")

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+", verbose_name=_("reference donor"))
    basis = models.CharField(_("legal basis"), max_length=10, choices=Basis.choices)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("a legal basis was given")


class BasisWithdrawal(Act):
    """A donor withdrew consent, or an order was cancelled."""

    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal basis"))
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+", verbose_name=_("reference donor"))

    class Meta:
        verbose_name = _("a legal basis was withdrawn")


class NoReference(Act):
    """No reference sample is possible, and why."""

    class Reason(models.TextChoices):
        PERISHED = "perished", _("the whole family died")
        NO_KIN = "no_kin", _("no relatives known")
        DISTANT = "distant", _("only distant relatives")
        ABROAD = "abroad", _("relatives abroad, not reached")
        REFUSED = "refused", _("relatives declined")
        ADOPTED = "adopted", _("adopted")

    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)

    class Meta:
        verbose_name = _("no reference sample is possible")


class LocatedAlive(Act):
    """A missing person was located alive."""

    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("located alive")
