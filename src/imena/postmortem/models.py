"""What is kept: what a doctor found when examining remains."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.scene.models import Remains


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
