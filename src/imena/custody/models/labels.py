"""What is kept of labels made ahead: which numbers wait on a roll."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.fields import NumbersField
from imena.ledger.models import Act


class LabelFor(models.TextChoices):
    BODY = "body", _("body")
    BAG = "bag", _("bag")
    SAMPLE = "sample", _("sample")
    EFFECTS = "effects", _("effects")
    COFFIN = "coffin", _("coffin")


class LabelRoll(Act):
    """Numbers were set aside for labels printed ahead; what bears such a label later takes its number."""

    label_for = models.CharField(_("labels for"), max_length=10, choices=LabelFor.choices)
    numbers = NumbersField(_("numbers"))
    note = models.CharField(_("for whom"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("labels were made ahead")
