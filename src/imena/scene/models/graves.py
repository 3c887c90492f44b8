"""What is kept of graves: rows of burial journals, crosses, where graves lie, what was found in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Filing, Numbered
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
    count = models.PositiveSmallIntegerField(_("how many are written"), null=True, blank=True)
    serviceman = models.BooleanField(_("written as a serviceman"), null=True, blank=True)
    taken_over_in = models.ForeignKey(
        "scene.JournalImport", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("import")
    )
    page = models.ForeignKey(
        Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photographed page")
    )
    written_name = Sealed(_("name as written"))
    sex_as_written = Sealed(_("sex as written"))
    age_as_written = Sealed(_("age as written"))
    buried_as_written = Sealed(_("date of burial as written"))
    lay_before = Sealed(_("where buried before, as written"))
    note = Sealed(_("remarks as written"))

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
    """How what was written, what was marked and what was found differ from each other."""

    MISSING_CROSS = "missing_cross", _("cross missing")
    DUPLICATE_NUMBER = "duplicate_number", _("doubly numbered")
    MORE = "more", _("more bodies than marked")
    FEWER = "fewer", _("fewer bodies than written")
    SEX_DIFFERS = "sex_differs", _("sex differs from the journal")
    NAME_DIFFERS = "name_differs", _("name differs from the journal")
    SERVICEMAN_DIFFERS = "serviceman_differs", _("serviceman or civilian differs")
    EMPTY = "empty", _("grave empty")
    BODY_WITHOUT_RECORD = "body_without_record", _("body without grave record")
    ROW_WITHOUT_GRAVE = "row_without_grave", _("journal row without grave")
    MOVED_EARLIER = "moved_earlier", _("lay elsewhere before")
    NO_JOURNAL_ROW = "no_journal_row", _("no journal row")
    OBSERVERS_DIFFER = "observers_differ", _("observers differ")


class GraveOpening(Act):
    """A grave was opened, with what was found against what was expected."""

    class Outcome(models.TextChoices):
        OPENED = "opened", _("opened, work goes on")
        EMPTIED = "emptied", _("emptied")
        EMPTY_FOUND = "empty_found", _("found empty")
        DISTURBED = "disturbed", _("found disturbed")
        COLLAPSED = "collapsed", _("found collapsed")

    SEALED_UNDER = "grave"

    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    bodies = models.PositiveSmallIntegerField(_("bodies found"))
    discrepancies = models.JSONField(_("discrepancies noted on the spot"), default=list, blank=True)
    named_in_documents = Sealed(_("name in documents found"))

    class Meta:
        verbose_name = _("a grave was opened")


class Backfilling(Act):
    """A grave was filled in again, and the ground levelled."""

    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    document = models.CharField(_("document"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("a grave was backfilled")
