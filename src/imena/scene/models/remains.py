"""What is kept of remains: lifted, separated, joined; and what becomes of fragments that no one can be given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.scene.models.graves import FoundAs, Grave
from imena.ui.rows import Column, RowsField


class Remains(Numbered):
    """Human remains: a body, or a part, which is a case of its own."""

    class Meta:
        verbose_name = _("remains")
        verbose_name_plural = _("remains")


class Exhumation(Act):
    """Remains were lifted from a grave (протокол ексгумації)."""

    class Form(models.TextChoices):
        """Whether remains are a body, a part of one, or of several people together."""

        BODY = "body", _("body")
        PART = "part", _("body part")
        LOT = "lot", _("commingled lot")

    class Completeness(models.TextChoices):
        COMPLETE = "complete", _("complete")
        INCOMPLETE = "incomplete", _("incomplete")

    class Condition(models.TextChoices):
        PRESERVED = "preserved", _("preserved")
        DECOMPOSED = "decomposed", _("decomposed")
        SAPONIFIED = "saponified", _("turned to adipocere")
        MUMMIFIED = "mummified", _("mummified")
        SKELETONISED = "skeletonised", _("skeletonised")
        BURNT = "burnt", _("burnt")
        MIXED = "mixed", _("of differing condition")

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    form = models.CharField(_("form"), max_length=10, choices=Form.choices, default=Form.BODY)
    found_as = models.CharField(_("found as"), max_length=20, choices=FoundAs.choices)
    completeness = models.CharField(
        _("completeness"), max_length=12, choices=Completeness.choices, default="", blank=True
    )
    condition = models.CharField(_("condition"), max_length=12, choices=Condition.choices, default="", blank=True)
    container = models.CharField(_("lay in"), max_length=80, default="", blank=True)
    depth_cm = models.PositiveSmallIntegerField(_("depth, cm"), null=True, blank=True)

    class Meta:
        verbose_name = _("exhumed")


class Separation(Act):
    """Remains that turned out to be of more than one person were separated (commingling)."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    separated_from = models.ForeignKey(
        Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("separated from")
    )
    form = models.CharField(_("form"), max_length=10, choices=Exhumation.Form.choices, default=Exhumation.Form.BODY)
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


class Fate(models.TextChoices):
    """What becomes of fragments. Destruction is not among it."""

    KEPT = "kept", _("kept")
    BURIED_TOGETHER = "buried_together", _("buried together")
    REFERENCE_COLLECTION = "reference_collection", _("kept in a reference collection")


class FragmentPolicy(Act):
    """What was agreed with the families about fragments: from which size on they are tested, what may become of them.

    The latest act holds for the operation.
    """

    AGREED = (Column("fate", _("what may become of them"), choices=Fate.choices),)

    tested_from_mm = models.PositiveSmallIntegerField(_("tested from a length of, mm"))
    agreed = RowsField(_("agreed"), columns=AGREED)
    document = models.CharField(_("families’ agreement"), max_length=120)

    class Meta:
        verbose_name = _("a policy on fragments was agreed")


class Disposition(Act):
    """What becomes of fragments that could not be given to anyone, as agreed with the families."""

    fragments = NumbersField(_("fragments"))
    fate = models.CharField(_("what becomes of them"), max_length=20, choices=Fate.choices)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("it was settled what becomes of fragments")
