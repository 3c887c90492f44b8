"""Everybody weighed together: a family who perished is found by its own, and its page says why."""

from datetime import date

import numpy as np
import pytest
from django.test import Client

from house import DAY, House
from imena.antemortem import acts as antemortem
from imena.antemortem.models import MissingPerson
from imena.antemortem.models import Sex as RecordedSex
from imena.custody.models import Number
from imena.kinship import Profile, drop_genes, pedigree
from imena.laboratory import acts as laboratory
from imena.laboratory.models import DnaProfile, Material, Reception
from imena.laboratory.profiles import models
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.people.models import Agency, User
from imena.postmortem.acts import examine
from imena.postmortem.models import ExaminedSex
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.compare import NO_PROFILE
from imena.reconciliation.models import Candidate, JointRun
from imena.reconciliation.queries import evidence_for
from imena.reconciliation.weights import Found, weights_of, years
from imena.scene.models import Remains
from imena.web.accounts import BY_ONE_CLICK

HOUSEHOLD = pedigree([
    ("f", None, None, "M"), ("m", None, None, "F"), ("s", "f", "m", "M"), ("d", "f", "m", "F"),
])  # fmt: skip
BORN = {"f": 1955, "m": 1957, "s": 1980, "d": 1991}


def test_an_age_in_the_range_weighs_as_much_as_it_is_rare() -> None:
    """Of eight missing two are in the range: (2 + 1) / (8 + 2); inside 0.9 / 0.3, outside 0.1 / 0.7."""
    ages = {f"P{number}": 20 + 10 * number for number in range(8)}
    found = weights_of({"R": Found(25, 45, None), "S": Found(None, None, "F")}, ages)

    assert found["R", "P1"] == found["R", "P2"] == pytest.approx(3.0)
    assert found["R", "P0"] == found["R", "P7"] == pytest.approx(1 / 7)
    assert not any(remains == "S" for remains, _ in found)


def test_years_are_full_years() -> None:
    assert [years(date(1980, 2, 29), then) for then in (date(2022, 2, 28), date(2022, 3, 1))] == [41, 42]


class Household:
    """Four who perished together, their bones among those of strangers, everyone typed; nobody left to ask."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.site = house.cleared_site()
        self.people = drop_genes(HOUSEHOLD, models(), np.random.default_rng(3))
        self.remains = {name: self.bone(name, self.people[name], 2022 - BORN[name]) for name in BORN}
        one = pedigree([("x", None, None, "F")])
        self.strangers = [
            self.bone(f"x{number}", drop_genes(one, models(), np.random.default_rng(50 + number))["x"], 40)
            for number in range(3)
        ]
        self.persons = {name: self.missing(name) for name in BORN}
        self.family = antemortem.record_family(
            by=house.by["family_liaison"],
            happened=DAY,
            members=[
                {
                    "id": person.id,
                    "sex": person.sex.value,
                    "father": person.father,
                    "mother": person.mother,
                    "person": self.persons[person.id].pk,
                }
                for person in HOUSEHOLD.people
            ],
        ).family

    def bone(self, name: str, profile: Profile, age: int) -> Remains:
        remains = self.house.exhumed(self.house.grave(self.site, name))
        sex = ExaminedSex.MALE if profile.sex == "M" else ExaminedSex.FEMALE
        examine(
            by=self.house.by["forensic_doctor"], happened=DAY, remains=remains, report=name, sex=sex,
            age_from=age - 6, age_to=age + 6,
        )  # fmt: skip
        sample = laboratory.take_sample(
            by=self.house.by["forensic_doctor"], happened=DAY, taken_from=Number(pk=remains.pk), material=Material.BONE
        ).sample
        lab = Agency.objects.get(pk="lab")
        expert = self.house.by["dna_expert"]
        laboratory.ship(
            by=self.house.by["investigator"], happened=DAY, samples=[sample.pk], laboratory=lab, document="1"
        )
        laboratory.receive(by=expert, happened=DAY, sample=sample, outcome=Reception.Outcome.ACCEPTED)
        laboratory.profile(
            by=expert, happened=DAY, sample=sample, kit="21 STR", outcome=DnaProfile.Outcome.FULL,
            genotypes={locus: list(alleles) for locus, alleles in profile.genotypes.items()}, sex=str(profile.sex),
        )  # fmt: skip
        return remains

    def missing(self, name: str) -> MissingPerson:
        return antemortem.report_missing(
            by=self.house.by["family_liaison"],
            happened=DAY,
            surname="Чумачак",
            given_name=name,
            sex=RecordedSex(HOUSEHOLD.members[name].sex.value),
            born_on=date(BORN[name], 5, 1),
            last_seen_on=date(2022, 6, 1),
        ).person


@pytest.mark.operation
def test_a_family_who_perished_is_found_by_its_own(house: House) -> None:
    household = Household(house)
    everyone = [
        *household.remains.values(),
        *household.strangers,
        house.exhumed(house.grave(household.site, "untyped")),
    ]

    run = reconciliation.weigh_together(
        by=house.by["dna_expert"], happened=DAY, remains=[remains.pk for remains in everyone]
    )

    found = {act.person_id: act for act in Candidate.objects.filter(joint=run)}
    assert {person: act.remains_id for person, act in found.items()} == {
        household.persons[name].pk: household.remains[name].pk for name in BORN
    }
    assert all(act.posterior >= 0.9995 and act.log10_lr > 6 and act.run is None for act in found.values())
    assert {act.relatives for act in found.values()} == {3}
    assert {act.close_relatives for act in found.values()} == {2, 3}
    assert run.left_out == {everyone[-1].pk: NO_PROFILE}
    assert len(run.answers["kin"]) == 5
    father = evidence_for(household.remains["f"].pk, household.persons["f"].pk, standpoint(DAY.latest))
    assert father.candidate == found[household.persons["f"].pk]
    assert not verify().problems


def with_second_factor(client: Client) -> None:
    """As if entered in the demonstration, where one click takes the place of a second factor."""
    session = client.session
    session[BY_ONE_CLICK] = True
    session.save()


@pytest.mark.operation
def test_the_page_of_the_family_says_why(house: House, client: Client) -> None:
    household = Household(house)
    reconciliation.weigh_together(
        by=house.by["dna_expert"], happened=DAY, remains=[remains.pk for remains in household.remains.values()]
    )
    client.force_login(User.objects.get(username="dna_expert"))
    with_second_factor(client)
    answered = client.get(f"/n/{household.family.pk}/")
    assert answered.status_code == 200, answered.headers
    family = answered.content.decode()
    together = f"/families/{household.family.pk}/together/"
    assert together in family

    page = client.get(together).content.decode()

    assert all(remains.pk in page for remains in household.remains.values())
    assert page.count("log10 LR") > 3
    assert client.get("/families/none/together/").status_code == 404
    assert "/acts/new/reconciliation.jointrun/" in client.get("/candidates/").content.decode()
    assert client.get("/acts/new/reconciliation.jointrun/").status_code == 200
    run = JointRun.objects.get()
    assert f"/acts/{run.pk}/" in page
