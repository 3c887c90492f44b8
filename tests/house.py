"""A small operation for tests: a fixed cast, one person to a role, and the first acts of a way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from imena.antemortem import acts as antemortem
from imena.antemortem.models import MissingPerson
from imena.antemortem.models import Sex as RecordedSex
from imena.core.when import When
from imena.ledger.acts import Actor, open_ledger
from imena.ledger.queries import forget
from imena.people.acts import add_agency, give_role, open_operation
from imena.people.models import Agency, User
from imena.people.roles import Role
from imena.postmortem.acts import examine
from imena.postmortem.models import ExaminedSex
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.models import Basis, Decision, ExaminerConclusion, Method, Proposal
from imena.scene import acts as scene
from imena.scene.models import BurialSite, FoundAs, Grave, GraveOpening, Remains
from imena.web.accounts import BY_ONE_CLICK

DAY = When.day(date(2023, 3, 1))


@dataclass
class House:
    """The operation: actors by role (a second investigator under `second`), and what was recorded so far."""

    by: Mapping[str, Actor]
    things: dict[str, Any] = field(default_factory=dict)

    def cleared_site(self) -> BurialSite:
        site = scene.report_site(by=self.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
        scene.clear_site(by=self.by["sapper"], happened=DAY, site=site, document="1")
        scene.order_exhumation(by=self.by["prosecutor"], happened=DAY, site=site, document="2")
        return site

    def grave(self, site: BurialSite, name: str = "222") -> Grave:
        lead = self.by["recovery_lead"]
        cross = scene.record_cross(by=lead, happened=DAY, site=site, inscription=name, east_dm=0, north_dm=0).cross
        return scene.locate_grave(
            by=lead, happened=DAY, site=site, name=name, crosses=[cross.pk], east_dm=0, north_dm=0
        ).grave

    def exhumed(self, grave: Grave | None = None) -> Remains:
        grave = grave or self.grave(self.cleared_site())
        lead = self.by["recovery_lead"]
        scene.open_grave(by=lead, happened=DAY, grave=grave, outcome=GraveOpening.Outcome.EMPTIED, bodies=1)
        return scene.exhume(by=lead, happened=DAY, grave=grave, found_as=FoundAs.WOMAN).remains

    def examined(self) -> Remains:
        remains = self.exhumed()
        examine(
            by=self.by["forensic_doctor"],
            happened=DAY,
            remains=remains,
            report="7",
            sex=ExaminedSex.FEMALE,
            age_from=40,
        )
        return remains

    def missing(self, surname: str = "Їжакевич") -> MissingPerson:
        return antemortem.report_missing(
            by=self.by["family_liaison"],
            happened=DAY,
            surname=surname,
            given_name="Ганна",
            sex=RecordedSex.FEMALE,
            born_on=date(1980, 2, 29),
        ).person

    def proposed(self, remains: Remains, person: MissingPerson, happened: When = DAY) -> Decision:
        """An identification by fingerprints, proposed and not signed."""
        reconciliation.conclude(
            by=self.by["forensic_doctor"],
            happened=happened,
            remains=remains,
            person=person,
            method=Method.FINGERPRINTS,
            conclusion=ExaminerConclusion.Conclusion.IDENTIFICATION,
            document="8",
        )
        return reconciliation.propose(
            by=self.by["investigator"],
            happened=happened,
            purpose=Proposal.Purpose.IDENTIFICATION,
            remains=remains,
            person=person,
            basis=Basis.FINGERPRINTS,
            document="9",
            reasoning="відбитки",
        ).decision

    def identified(self, remains: Remains, person: MissingPerson, happened: When = DAY) -> Decision:
        decision = self.proposed(remains, person, happened)
        for role in ("investigator", "board_member"):
            reconciliation.sign(by=self.by[role], happened=happened, decision=decision)
        return decision


def open_house() -> House:
    """Open a synthetic ledger and an operation, with one user for each role."""
    forget()
    open_ledger(synthetic=True, data=None)
    administrator = User.objects.create(username="administrator", full_name="Лідія Ясенчук")
    by = open_operation(administrator=administrator, code="test", name="Перевірка", name_en="A test")
    add_agency(by=by, happened=DAY, code="lab", name="Лабораторія", name_en="Laboratory")
    agency = Agency.objects.get(pk="lab")
    actors = {}
    for role in Role:
        for username in (role.value, "second") if role is Role.INVESTIGATOR else (role.value,):
            user = User.objects.filter(username=username).first() or User.objects.create(username=username)
            give_role(by=by, happened=DAY, user=user, agency=agency, role=role)
            actors[username] = Actor(User.objects.get(pk=user.pk), by.operation)
    return House(actors)


def entered(house: House, role: str) -> Client:
    """A browser in which one of the cast is signed in, reading English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(house.by[role].user, backend="imena.people.backends.PasswordBackend")
    session = client.session
    session[BY_ONE_CLICK] = True
    session.save()
    return client
