"""What is kept of remains: lifted, separated, joined."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.models import Act
from imena.scene.models.graves import FoundAs, Grave


class Remains(Numbered):
    """Human remains: a body, or a part, which is a case of its own."""

    class Meta:
        verbose_name = _("remains")
        verbose_name_plural = _("remains")


class Exhumation(Act):
    """Remains were lifted from a grave (протокол ексгумації)."""

    class Form(models.TextChoices):
        BODY = "body", _("body")
        PART = "part", _("body part")

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    form = models.CharField(_("form"), max_length=10, choices=Form.choices, default=Form.BODY)
    found_as = models.CharField(_("found as"), max_length=20, choices=FoundAs.choices)

    class Meta:
        verbose_name = _("exhumed")


class Separation(Act):
    """Remains that turned out to be of more than one person were separated (commingling)."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    separated_from = models.ForeignKey(
        Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("separated from")
    )
    found_as = models.CharField(_("found as"), max_length=20, choices=FoundAs.choices)
    document = models.CharField(_("expert’s report"), max_length=120)

    class Meta:
        verbose_name = _("separated from other remains")


class Joining(Act):
    """A part was joined to the remains it belongs to (re-association)."""

    part = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("body part"))
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("joined to"))
    document = models.CharField(_("expert’s report"), max_length=120)

    class Meta:
        verbose_name = _("joined to other remains")
