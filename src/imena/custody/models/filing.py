"""What is kept of files: photographs, sketches and scans, and the objects they were filed with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models.numbers import Number
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed


class FileKind(models.TextChoices):
    """What a file is."""

    PHOTOGRAPH = "photograph", _("photograph")
    SKETCH = "sketch", _("sketch")
    SCAN = "scan", _("scan of a document")
    TABLE = "table", _("table")


class Filing(Act):
    """A photograph or another file was added to an object. It lies under its hash, sealed under the object’s key."""

    SEALED_UNDER = "object"
    object = models.ForeignKey(Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("object"))
    kind_of_file = models.CharField(_("kind of file"), max_length=12, choices=FileKind.choices)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    media_type = models.CharField(_("media type"), max_length=80)
    taken_at = models.CharField(_("taken at"), max_length=25, blank=True)
    """When it was taken, by the camera's own clock: 2022-09-16T11:20:05."""
    name = Sealed(_("name of the file"))
    caption = Sealed(_("what it shows"))

    class Meta:
        verbose_name = _("a file was added")

    @property
    def sealed_for(self) -> str:
        return "custody.photographs"
