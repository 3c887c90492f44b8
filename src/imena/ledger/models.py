"""What the ledger keeps: entries in a chain, the acts they stand for, signed heads, and the data keys of persons."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.ledger.sealed import Sealed


class Entry(models.Model):
    """One entry: that an act of some kind was recorded, by whom and when, with a commitment to each of its fields."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(_("recorded"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="entries")
    sets_aside = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The entry that this one corrects or voids."""
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["recorded_at"], name="entry_recorded_at"),
            models.Index(
                fields=["sets_aside"], name="entry_setting_aside", condition=models.Q(sets_aside__isnull=False)
            ),
        ]

    @property
    def model(self) -> type[Act]:
        return kinds()[self.kind]

    @property
    def act(self) -> Act:
        """The act this entry stands for."""
        return self.model._default_manager.get(pk=self.pk)


class Mention(models.Model):
    """That an act concerns the object with this number. With it, the timeline of an object is one look-up."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="mentions")
    number = models.CharField(max_length=20, db_index=True)


class Act(models.Model):
    """Something that someone with authority did, on a date, and signed for. Never edited, never deleted."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, db_column="entry", related_name="+")
    operation = models.ForeignKey("people.Operation", on_delete=models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField(_("happened on"))
    happened_until = models.DateField(_("happened until"))
    known_on = models.DateField(_("known elsewhere since"), null=True)
    source = models.CharField(_("source"), max_length=200, default="", blank=True)
    corrects = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("why"), max_length=500, default="", blank=True)
    irregular = models.JSONField(_("irregular"), default=list)
    salt = models.BinaryField()
    sealed_content = models.BinaryField(null=True)

    SEALED_UNDER: ClassVar[str] = ""
    """The field that names the person under whose key personal and genetic content is sealed."""

    class Meta:
        abstract = True

    @property
    def happened(self) -> When:
        return When(self.happened_on, self.happened_until)

    @property
    def subject(self) -> str:
        """The number of the person under whose key the personal content is sealed; empty where there is none."""
        return str(getattr(self, f"{self.SEALED_UNDER}_id")) if self.SEALED_UNDER else ""

    @property
    def sealed_for(self) -> str:
        """The permission that its sealed content asks for beyond the page it stands on; empty where none."""
        return ""

    @classmethod
    def kind(cls) -> str:
        return cls._meta.label_lower

    @classmethod
    def committed_fields(cls) -> list[models.Field[Any, Any]]:
        """The fields kept in clear, each with a commitment of its own in the ledger."""
        apart = {"entry", "salt", "sealed_content"}
        return [field for field in cls._meta.concrete_fields if field.name not in apart]

    @classmethod
    def sealed_fields(cls) -> dict[str, Sealed]:
        """The fields of personal and genetic content, by name."""
        found = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
        return {name: value for name, value in found.items() if isinstance(value, Sealed)}


class Opening(Act):
    """The first act of a ledger: what it is, and whose signature to expect."""

    ledger = models.UUIDField()
    synthetic = models.BooleanField()
    public_key = models.CharField(max_length=64)
    software = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("the ledger was opened")


class Voiding(Act):
    """That an act was recorded in error. It counts backwards: as if the act had never been recorded."""

    target = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("act"))

    class Meta:
        verbose_name = _("a record was voided")


class KeyDestruction(Act):
    """That the key of a person was destroyed: what acts say of him or her can never be read again."""

    person = models.CharField(_("number"), max_length=20)
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = _("a key was destroyed")


class Head(models.Model):
    """A signed head: the Merkle root over the first `size` entries."""

    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=128)


class DataKey(models.Model):
    """The key that opens what acts say of one person, wrapped by the master key. Destroyed by deleting the row."""

    subject = models.CharField(max_length=20, primary_key=True)
    wrapped = models.BinaryField()


def kinds() -> dict[str, type[Act]]:
    """Every kind of act, by its name: `scene.exhumation`."""
    found: dict[str, type[Act]] = {}
    waiting = list(Act.__subclasses__())
    for kind in waiting:
        waiting.extend(kind.__subclasses__())
        if not kind._meta.abstract:
            found[kind.kind()] = kind
    return found
