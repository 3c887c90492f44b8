"""What is kept: what a doctor found when examining remains."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.postmortem.elements import ELEMENTS, SIDES, ZONES
from imena.postmortem.individuals import QUARTERS
from imena.postmortem.inventory_form import InventoryField
from imena.scene.models import Remains
from imena.ui.rows import Column, Holds


class ExaminedSex(models.TextChoices):
    """Sex as an anthropologist or a doctor determined it."""

    FEMALE = "female", _("female")
    PROBABLY_FEMALE = "probably_female", _("probably female")
    UNDETERMINED = "undetermined", _("undetermined")
    PROBABLY_MALE = "probably_male", _("probably male")
    MALE = "male", _("male")


class Examination(Act):
    """Remains were examined (висновок експерта). What was found is sealed under the remains' own key."""

    SEALED_UNDER = "remains"
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    report = models.CharField(_("expert’s report"), max_length=60)
    sex = Sealed(_("sex"), field=forms.ChoiceField(choices=ExaminedSex.choices), required=True)
    age_from = Sealed(_("age from, years"), field=forms.IntegerField(min_value=0, max_value=120))
    age_to = Sealed(_("age to, years"), field=forms.IntegerField(min_value=0, max_value=120))
    stature_cm = Sealed(_("stature, cm"), field=forms.IntegerField(min_value=20, max_value=230))
    stature_se_cm = Sealed(_("standard error of stature, cm"), field=forms.IntegerField(min_value=1, max_value=30))
    findings = Sealed(_("findings"), field=forms.CharField(widget=forms.Textarea))

    class Meta:
        verbose_name = _("examined")


class AgeClass(models.TextChoices):
    """Whether a bone had finished growing."""

    ADULT = "adult", _("adult")
    SUBADULT = "subadult", _("subadult")


class SkeletalInventory(Act):
    """The bones among remains were listed. The latest complete list holds, with what later lists of some bones add."""

    class Extent(models.TextChoices):
        """What is said of a bone that is not on the list."""

        WHOLE = "whole", _("every bone that is there is listed")
        SOME = "some", _("only some bones are listed")

    ELEMENTS = (
        Column("element", _("bone"), choices=[(code, each.label) for code, each in ELEMENTS.items()]),
        Column("side", _("side"), choices=SIDES),
        Column("completeness", _("per cent there"), Holds.WHOLE, choices=[(str(q), f"{q} %") for q in QUARTERS]),
        Column("zones", _("zones (all where empty)"), Holds.SEVERAL, choices=list(ZONES.items()), required=False),
        Column("age", _("age class"), choices=AgeClass.choices, required=False),
        Column("count", _("how many such"), Holds.WHOLE, required=False),
    )

    SEALED_UNDER = "remains"
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    report = models.CharField(_("expert’s report"), max_length=60)
    extent = models.CharField(_("extent of the list"), max_length=5, choices=Extent.choices)
    elements = Sealed(_("bones"), field=InventoryField(columns=ELEMENTS), required=True)

    class Meta:
        verbose_name = _("a skeletal inventory was made")
