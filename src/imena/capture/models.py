"""What is kept: devices, the captures they handed over, what each capture became, and what was refused."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.models import Act, Entry
from imena.ledger.sealed import Sealed, open_bytes
from imena.people.models import Operation


class Device(models.Model):
    """A device that records without network, or a channel for forms. Its code is the issuer of the numbers it makes."""

    APPEND_ONLY = True
    code = models.CharField(max_length=3, primary_key=True)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("device")

    def __str__(self) -> str:
        return self.code


class Algorithm(models.TextChoices):
    """How captures of a device are signed."""

    ED25519 = "Ed25519", "Ed25519"
    ECDSA_P256 = "ECDSA-P256", "ECDSA P-256"
    TOKEN = "token", _("not signed; a secret address")


class DeviceRegistration(Act):
    """A device was entrusted to someone, with the key that its captures are signed with."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", verbose_name=_("device"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("holder")
    )
    name = models.CharField(_("name of the device"), max_length=60)
    algorithm = models.CharField(_("signature"), max_length=12, choices=Algorithm.choices)
    public_key = models.CharField(_("public key"), max_length=200)
    """Base64 of the SubjectPublicKeyInfo; of a channel for forms, the SHA-256 of its secret."""

    class Meta:
        verbose_name = _("a device was registered")


class DeviceRevocation(Act):
    """A device was lost or taken back. What it hands over from then on is refused, but for captures up to `last`."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", verbose_name=_("device"))
    reason = models.CharField(_("reason"), max_length=200)
    last = models.PositiveIntegerField(_("number of the last capture that is trusted"), default=0, blank=True)

    class Meta:
        verbose_name = _("a device was revoked")


class CaptureReceipt(Act):
    """A capture arrived, as its device signed it. What was signed is sealed, byte for byte."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", verbose_name=_("device"))
    capture = models.UUIDField(_("capture"), unique=True)
    place = models.PositiveIntegerField(_("number on the device"))
    captured_kind = models.CharField(_("kind of act"), max_length=60)
    captured_at = models.CharField(_("captured, by the device’s clock"), max_length=20)
    sha256 = models.CharField("SHA-256", max_length=64)
    previous = models.CharField(_("SHA-256 of the capture before"), max_length=64)
    signature = models.CharField(_("signature"), max_length=120, blank=True)
    about = models.CharField(_("about"), max_length=20)
    """The object under whose key the content is sealed; of a capture that speaks of none, the device."""
    content = Sealed(_("as it was signed"))

    class Meta:
        verbose_name = _("a capture was received")
        constraints = [models.UniqueConstraint(fields=["device", "place"], name="one_capture_to_a_place")]  # noqa: RUF012

    @property
    def subject(self) -> str:
        return self.about

    @property
    def sealed_for(self) -> str:
        """What was signed is for those who may see the room whose act it is."""
        return f"{self.captured_kind.split('.')[0]}.view"


class CaptureSettingAside(Act):
    """A capture that could not be recorded as an act was set aside, by someone who says why."""

    receipt = models.ForeignKey(
        CaptureReceipt, on_delete=models.PROTECT, related_name="+", verbose_name=_("receipt of the capture")
    )

    class Meta:
        verbose_name = _("a capture was set aside")


class Performed(models.Model):
    """Which act a capture became. One capture becomes one act, however often it arrives."""

    APPEND_ONLY = True
    receipt = models.OneToOneField(CaptureReceipt, on_delete=models.PROTECT, primary_key=True, related_name="performed")
    act = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")


class Announced(models.Model):
    """A file that a capture announced by its hash: only such files are accepted, and only in this size."""

    APPEND_ONLY = True
    receipt = models.ForeignKey(CaptureReceipt, on_delete=models.PROTECT, related_name="announced")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    object = models.CharField(max_length=20)


HELD = "held"
"""What a reason is sealed as."""


class Held(models.Model):
    """Why a capture has not become an act yet, as of the last attempt. Not append-only: the row goes when it has."""

    receipt = models.OneToOneField(CaptureReceipt, on_delete=models.CASCADE, primary_key=True, related_name="held")
    waiting = models.BooleanField()
    """Whether it waits for something that has not arrived; else a person has to settle it."""
    sealed_reason = models.BinaryField()
    """A reason may repeat what was typed: it lies under the same key as the capture."""

    @property
    def reason(self) -> str:
        """The reason; empty where the key was destroyed."""
        content = open_bytes(self.receipt.about, HELD, bytes(self.sealed_reason))
        return (content or b"").decode()


class Refusal(models.Model):
    """Something a device handed over that was refused: kept by name and hash, never as an act."""

    APPEND_ONLY = True
    device = models.CharField(max_length=20)
    capture = models.CharField(max_length=36)
    code = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["device", "sha256", "code"], name="one_refusal_to_a_content")
        ]
