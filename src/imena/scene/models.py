"""What is kept: sites, rows of burial journals, crosses, graves and remains, and the acts that speak of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed


class BurialSite(Numbered):
    """A place where people were buried."""

    class Meta:
        verbose_name = _("burial site")


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


class Remains(Numbered):
    """Human remains: a body, or a part, which is a case of its own."""

    class Meta:
        verbose_name = _("remains")
        verbose_name_plural = _("remains")


class FoundAs(models.TextChoices):
    """What remains looked like when they were lifted; no finding of a doctor."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    CHILD = "child", _("child")
    SERVICEMAN = "serviceman", _("serviceman")
    UNDETERMINED = "undetermined", _("sex not determined")


class SiteReport(Act):
    """A burial site was reported."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)

    class Meta:
        verbose_name = _("a burial site was reported")


class SiteStep(Act):
    """A burial site was verified, secured, exhausted, closed, found inaccessible or opened again."""

    class Step(models.TextChoices):
        VERIFIED = "verified", _("verified")
        SECURED = "secured", _("secured")
        INACCESSIBLE = "inaccessible", _("inaccessible")
        EXHAUSTED = "exhausted", _("exhausted")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    step = models.CharField(_("step"), max_length=20, choices=Step.choices)

    class Meta:
        verbose_name = _("the state of a site changed")


class Clearance(Act):
    """A site was cleared of mines and explosives."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("a site was cleared of mines")


class ExhumationOrder(Act):
    """A prosecutor ordered the exhumations of a site (постанова про ексгумацію)."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("exhumation was ordered")


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
