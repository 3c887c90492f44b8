"""What is kept of graves: rows of burial journals, crosses, where graves lie, what was found in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.scene.models.sites import BurialSite


class JournalRow(Numbered):
    """A row of a burial journal: what someone wrote of a burial when it was made."""

    class Meta:
        verbose_name = _("journal row")


class Cross(Numbered):
    """A cross or another mark on the ground."""

    class Meta:
        verbose_name = _("cross")


class Grave(Numbered):
    """A grave, as it was found: under one mark, several, or none."""

    class Meta:
        verbose_name = _("grave")


class FoundAs(models.TextChoices):
    """What remains looked like when they were lifted; no finding of a doctor."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    CHILD = "child", _("child")
    SERVICEMAN = "serviceman", _("serviceman")
    UNDETERMINED = "undetermined", _("sex not determined")


class JournalEntry(Act):
    """What a burial journal says in one row. Who was meant is sealed: it is a claim, not a finding."""

    SEALED_UNDER = "row"
    row = models.ForeignKey(JournalRow, on_delete=models.PROTECT, related_name="+", verbose_name=_("journal row"))
    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    place = models.CharField(_("page and line"), max_length=40)
    mark = models.CharField(_("number in the journal"), max_length=40, blank=True)
    expected = models.CharField(_("written as"), max_length=20, choices=FoundAs.choices, blank=True)
    written_name = Sealed(_("name as written"))

    class Meta:
        verbose_name = _("a journal row was taken over")


class CrossRecord(Act):
    """A cross was recorded where it stands."""

    cross = models.ForeignKey(Cross, on_delete=models.PROTECT, related_name="+", verbose_name=_("cross"))
    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    inscription = models.CharField(_("inscription"), max_length=120)
    east_dm = models.IntegerField(_("decimetres east of the site’s origin"))
    north_dm = models.IntegerField(_("decimetres north of the site’s origin"))

    class Meta:
        verbose_name = _("a cross was recorded")


class GraveLocation(Act):
    """A grave was located: which marks stand on it, which journal rows may speak of it."""

    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    crosses = NumbersField(_("crosses"))
    journal_rows = NumbersField(_("journal rows"), blank=True)
    mass = models.BooleanField(_("mass grave"), default=False)
    name = models.CharField(_("known as"), max_length=60)
    east_dm = models.IntegerField(_("decimetres east of the site’s origin"))
    north_dm = models.IntegerField(_("decimetres north of the site’s origin"))

    class Meta:
        verbose_name = _("a grave was located")


class Discrepancy(models.TextChoices):
    """How what was found differs from what was marked or written."""

    DUPLICATE_NUMBER = "duplicate_number", _("doubly numbered")
    MORE = "more", _("more bodies than marked")
    EMPTY = "empty", _("grave empty")
    SEX_DIFFERS = "sex_differs", _("sex differs from the journal")
    NAME_DIFFERS = "name_differs", _("name differs from the journal")
    NO_JOURNAL_ROW = "no_journal_row", _("no journal row")


class GraveOpening(Act):
    """A grave was opened, with what was found against what was expected."""

    class Outcome(models.TextChoices):
        EMPTIED = "emptied", _("emptied")
        EMPTY_FOUND = "empty_found", _("found empty")
        DISTURBED = "disturbed", _("found disturbed")

    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    bodies = models.PositiveSmallIntegerField(_("bodies found"))
    discrepancies = models.JSONField(_("discrepancies"), default=list, blank=True)

    class Meta:
        verbose_name = _("a grave was opened")
