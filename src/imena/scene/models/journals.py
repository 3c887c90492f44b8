"""What is kept of burial journals: files taken over, and what they and witnesses say of earlier places of burial."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Number
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.scene.models.sites import BurialSite


class JournalImport(Act):
    """A burial journal was taken over from a file: which columns said what, and what was doubtful in which row."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    file = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    header = models.JSONField(_("columns of the file"))
    """The labels of its columns, in their order; a dash for one that nobody knows, which may be somebody's name."""
    columns = models.JSONField(_("what the columns say"))
    """For each field that was read, the label of its column; of one that nobody knows, its place."""
    rows = models.PositiveIntegerField(_("rows taken over"))
    doubts = models.JSONField(_("doubts"), default=list, blank=True)
    """What was doubtful: row, column and a code for each, and the number alone of a doubtful number."""

    class Meta:
        verbose_name = _("a burial journal was taken over")


class EarlierBurial(Act):
    """Someone lay elsewhere before: in a garden, in a yard. Where, and who told it, is sealed."""

    SEALED_UNDER = "about"
    about = models.ForeignKey(
        Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains or journal row")
    )
    lay_from = models.CharField(_("lay there from"), max_length=25, blank=True)
    lay_until = models.CharField(_("lay there until"), max_length=25, blank=True)
    place = Sealed(_("where"), required=True)
    told_by = Sealed(_("who told it"))

    class Meta:
        verbose_name = _("an earlier burial was recorded")
