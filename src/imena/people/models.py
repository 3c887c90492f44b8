"""What is kept: users, operations, agencies, and who holds which role for whom."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.ledger.models import Act
from imena.ledger.standpoint import Standpoint, in_force, standpoint
from imena.people.roles import Role


class User(AbstractUser):
    """Someone who works with Imena, under his or her own name. What a user may do follows from roles alone."""

    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=120, default="", blank=True)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held today, in any operation."""
        return frozenset(
            Role(grant.role) for grant in held_grants(standpoint(clock.today())) if grant.user_id == self.pk
        )

    def get_full_name(self) -> str:
        return self.full_name or self.username


class Operation(models.Model):
    """One recovery and identification operation, under a short code."""

    APPEND_ONLY = True
    code = models.SlugField(primary_key=True, max_length=12)

    def __str__(self) -> str:
        return self.code


class Agency(models.Model):
    """An agency that takes part: police, forensic bureau, laboratory, city, cemetery service."""

    APPEND_ONLY = True
    code = models.SlugField(primary_key=True, max_length=20)

    def __str__(self) -> str:
        return self.code


class OperationOpening(Act):
    """An operation was opened."""

    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        verbose_name = _("an operation was opened")


class AgencyEntry(Act):
    """An agency joined the operation."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)

    class Meta:
        verbose_name = _("an agency joined")


class RoleGrant(Act):
    """A user was given a role, for an agency."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("user"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("a role was given")


class RoleEnd(Act):
    """A role was taken back."""

    grant = models.ForeignKey(RoleGrant, on_delete=models.PROTECT, related_name="+", verbose_name=_("role"))

    class Meta:
        verbose_name = _("a role was taken back")


class LegalHold(Act):
    """What acts say of a person must be kept, whoever asks for its destruction."""

    person = models.CharField(_("number"), max_length=20)
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = _("a legal hold was placed")


class HoldRelease(Act):
    """A legal hold was lifted."""

    hold = models.ForeignKey(LegalHold, on_delete=models.PROTECT, related_name="+", verbose_name=_("hold"))
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = _("a legal hold was lifted")


def held_grants(standpoint: Standpoint) -> list[RoleGrant]:
    """The roles that are held from a standpoint."""
    ended = set(in_force(RoleEnd, standpoint).values_list("grant_id", flat=True))
    return [grant for grant in in_force(RoleGrant, standpoint) if grant.pk not in ended]
