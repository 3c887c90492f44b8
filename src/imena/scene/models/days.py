"""What is kept of the days of exhumation: teams, plans, and the records of what was done."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Numbered
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.people.models import User
from imena.scene.models.graves import Grave
from imena.scene.models.sites import BurialSite
from imena.ui.rows import Column, Holds, RowsField, RowsFormField


class Team(Numbered):
    """A team that opens graves."""

    class Meta:
        verbose_name = _("team")


class TeamFormation(Act):
    """A team was formed, or formed anew with others. Who is in it is sealed."""

    MEMBERS = (Column("name", _("name or user name")),)

    SEALED_UNDER = "team"
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    name = models.CharField(_("called"), max_length=60)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead"))
    members = Sealed(_("in the team"), field=RowsFormField(columns=MEMBERS))

    class Meta:
        verbose_name = _("a team was formed")


class DayPlan(Act):
    """A day of exhumation was planned: which team opens which graves, and where the bodies are taken in.

    Several plans of one day add up; the place for bodies that was told last holds.
    """

    ASSIGNED = (Column("team", _("team"), Holds.OBJECT), Column("graves", _("graves"), Holds.OBJECTS))
    EXPECTED = (Column("grave", _("grave"), Holds.OBJECT), Column("bodies", _("bodies"), Holds.WHOLE))
    INTAKE = (Column("store", _("morgue")), Column("places", _("free places"), Holds.WHOLE))

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    day = models.DateField(_("day"))
    assigned = RowsField(_("teams and their graves"), columns=ASSIGNED)
    intake = RowsField(_("free places in morgues"), columns=INTAKE)
    expected = RowsField(_("bodies expected, where more than one"), columns=EXPECTED, blank=True)

    class Meta:
        verbose_name = _("a day was planned")

    @property
    def teams(self) -> dict[str, list[str]]:
        """The graves of each team."""
        found: dict[str, list[str]] = {}
        for row in self.assigned:
            found.setdefault(row["team"], []).extend(row["graves"])
        return found

    @property
    def graves(self) -> list[str]:
        return [grave for graves in self.teams.values() for grave in graves]


class Capacity(models.TextChoices):
    """As what someone is present at an exhumation."""

    INVESTIGATOR = "investigator", _("investigator")
    PROSECUTOR = "prosecutor", _("prosecutor")
    FORENSIC_EXPERT = "forensic_expert", _("forensic expert")
    SAPPER = "sapper", _("sapper")
    OFFICIAL = "official", _("official of the local executive body")
    WITNESS = "witness", _("witness")
    TEAM = "team", _("member of the team")
    RELATIVE = "relative", _("relative")
    OTHER = "other", _("other")


class Soil(models.TextChoices):
    SAND = "sand", _("sand")
    LOAM = "loam", _("loam")
    CLAY = "clay", _("clay")
    PEAT = "peat", _("peat")
    STONY = "stony", _("stony")
    FILL = "fill", _("rubble or fill")


class Protocol(Numbered):
    """An exhumation record (протокол ексгумації), to which its sketch, its photographs and its scan are filed."""

    class Meta:
        verbose_name = _("exhumation record")


CLOCK = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("a time of day is written as 09:30"))


class ExhumationRecord(Act):
    """The exhumation record of a grave, or of a whole day. Who was present is sealed; in which capacity is not."""

    PRESENT = (Column("capacity", _("capacity"), choices=Capacity.choices), Column("name", _("full name")))

    SEALED_UNDER = "protocol"
    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, related_name="+", verbose_name=_("exhumation record")
    )
    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    grave = models.ForeignKey(
        Grave, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("grave (a day where empty)")
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    document = models.CharField(_("number of the record"), max_length=60)
    began = models.CharField(_("begun at"), max_length=5, validators=[CLOCK])
    ended = models.CharField(_("ended at"), max_length=5, validators=[CLOCK])
    weather = models.CharField(_("weather"), max_length=120)
    depth_cm = models.PositiveSmallIntegerField(_("depth, cm"), null=True, blank=True)
    soil = models.CharField(_("soil"), max_length=8, choices=Soil.choices, blank=True)
    filmed = models.BooleanField(_("filmed without a break"), default=False)
    capacities = models.JSONField(_("present"), default=list)
    course = models.CharField(_("how it went"), max_length=2000, blank=True)
    present = Sealed(_("those present"), field=RowsFormField(columns=PRESENT), required=True)

    class Meta:
        verbose_name = _("an exhumation record was drawn up")
