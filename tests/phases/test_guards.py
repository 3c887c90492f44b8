"""Guards: an authorising act out of order is refused with the reason; an event out of order is kept and flagged."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from house import DAY, House
from imena.antemortem import acts as antemortem
from imena.antemortem.models import LegalBasis, MissingPerson
from imena.burial import acts as burial
from imena.burial import guards as burying
from imena.burial.models import CostLine, NamedAs, Parts
from imena.core.when import When
from imena.laboratory import acts as laboratory
from imena.laboratory.models import DnaProfile, Material, Reception
from imena.ledger.acts import RefusedError
from imena.ledger.guards import OutOfOrderError, Reason
from imena.ledger.models import Entry
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.people.models import Agency
from imena.reconciliation import acts as reconciliation
from imena.reconciliation import guards as deciding
from imena.reconciliation.gates import ONE_METHOD, RECOGNITION_ALONE
from imena.reconciliation.models import Basis, ExaminerConclusion, Method, Proposal
from imena.reconciliation.rulings import identification_of
from imena.scene import acts as scene
from imena.scene import guards as at_the_scene
from imena.scene.models import Exhumation, FoundAs, GraveOpening, Remains

pytestmark = pytest.mark.operation


@pytest.fixture(autouse=True)
def whatever_was_recorded_is_what_is_read(house: House) -> Iterator[None]:
    """After each of these tests every field that was recorded is verified."""
    yield
    assert verify().problems == []


LATER = When.day(date(2026, 3, 1))


def refused(error: pytest.ExceptionInfo[OutOfOrderError]) -> list[Reason]:
    return error.value.reasons


def test_exhumation_is_not_ordered_before_the_mines_are_cleared(house: House) -> None:
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    before = Entry.objects.count()
    with pytest.raises(OutOfOrderError) as error:
        scene.order_exhumation(by=house.by["prosecutor"], happened=DAY, site=site, document="1")

    assert refused(error) == [at_the_scene.NOT_CLEARED]
    assert Entry.objects.count() == before


def test_a_grave_opened_without_clearance_or_order_is_kept_and_flagged(house: House) -> None:
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    grave = house.grave(site)
    act = scene.open_grave(
        by=house.by["recovery_lead"], happened=DAY, grave=grave, outcome=GraveOpening.Outcome.EMPTIED, bodies=1
    )

    assert act.irregular == ["scene.not_cleared", "scene.not_ordered"]
    assert GraveOpening.objects.get(pk=act.pk).irregular == act.irregular


def test_an_exhumation_from_a_grave_that_was_not_opened_is_flagged(house: House) -> None:
    grave = house.grave(house.cleared_site())
    act = scene.exhume(by=house.by["recovery_lead"], happened=DAY, grave=grave, found_as=FoundAs.MAN)

    assert act.irregular == ["scene.not_opened"]


def test_only_a_part_is_joined_and_only_once(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, lead = house.exhumed(grave), house.by["recovery_lead"]
    part = scene.exhume(
        by=lead, happened=DAY, grave=grave, found_as=FoundAs.UNDETERMINED, form=Exhumation.Form.PART
    ).remains
    doctor = house.by["forensic_doctor"]
    with pytest.raises(OutOfOrderError) as error:
        scene.join(by=doctor, happened=DAY, part=body, remains=part, document="1")
    assert refused(error) == [at_the_scene.NOT_A_PART]

    scene.join(by=doctor, happened=DAY, part=part, remains=body, document="1")
    with pytest.raises(OutOfOrderError) as error:
        scene.join(by=doctor, happened=DAY, part=part, remains=body, document="2")
    assert refused(error) == [at_the_scene.JOINED_ALREADY]


def test_a_profile_of_a_sample_no_laboratory_accepted_is_flagged_and_its_genotypes_checked(house: House) -> None:
    from imena.custody.models import Number

    source = Number.objects.get(pk=house.exhumed().pk)
    sample = laboratory.take_sample(
        by=house.by["forensic_doctor"], happened=DAY, taken_from=source, material=Material.BONE
    ).sample
    expert = house.by["dna_expert"]
    full = DnaProfile.Outcome.FULL
    with pytest.raises(RefusedError, match=r"locus TH01: allele 99 "):
        laboratory.profile(
            by=expert, happened=DAY, sample=sample, kit="k", outcome=full, genotypes={"TH01": ["6", "99"]}
        )
    act = laboratory.profile(
        by=expert, happened=DAY, sample=sample, kit="k", outcome=full, genotypes={"TH01": ["9.3", "6"]}, sex="F"
    )

    assert act.irregular == ["laboratory.not_accepted"]
    assert act.genotypes == {"TH01": ["6", "9.3"]}
    with pytest.raises(RefusedError, match="only with a reason"):
        laboratory.receive(by=expert, happened=DAY, sample=sample, outcome=Reception.Outcome.REJECTED)


def test_a_reference_without_a_legal_basis_is_flagged_and_not_compared(house: House) -> None:
    liaison, person = house.by["family_liaison"], house.missing()
    members = [
        {"id": "mother", "sex": "F"},
        {"id": "father", "sex": "M"},
        {"id": "daughter", "sex": "F", "father": "father", "mother": "mother", "person": person.pk},
    ]
    family = antemortem.record_family(by=liaison, happened=DAY, members=members).family
    donor = antemortem.record_donor(by=liaison, happened=DAY, family=family, member="mother", name="Мати").donor
    sample = antemortem.take_reference(by=liaison, happened=DAY, donor=donor, material=Material.BUCCAL)
    assert sample.irregular == ["antemortem.no_legal_basis"]

    laboratory.ship(
        by=house.by["investigator"], happened=DAY, samples=[sample.sample.pk], laboratory=Agency(pk="lab"), document="1"
    )
    laboratory.profile(
        by=house.by["dna_expert"], happened=DAY, sample=sample.sample, kit="k", outcome=DnaProfile.Outcome.FULL,
        genotypes={"TH01": ["6", "7"]},
    )  # fmt: skip
    run = reconciliation.run_comparison(by=house.by["dna_expert"], happened=DAY, remains=[house.exhumed().pk])
    assert run.left_out[family.pk] == "no_basis"

    antemortem.give_basis(by=liaison, happened=DAY, donor=donor, basis=LegalBasis.Basis.CONSENT, document="2")
    run = reconciliation.run_comparison(by=house.by["dna_expert"], happened=DAY, remains=[])
    assert family.pk in run.families


def test_a_family_that_is_no_pedigree_is_refused(house: House) -> None:
    person = house.missing().pk
    liaison = house.by["family_liaison"]
    with pytest.raises(RefusedError, match="one parent in the pedigree"):
        antemortem.record_family(
            by=liaison, happened=DAY,
            members=[{"id": "m", "sex": "F"}, {"id": "d", "sex": "F", "mother": "m", "person": person}],
        )  # fmt: skip
    with pytest.raises(RefusedError, match="nobody in this family is missing"):
        antemortem.record_family(by=liaison, happened=DAY, members=[{"id": "m", "sex": "F"}])


def propose(
    house: House,
    remains: Remains,
    person: MissingPerson,
    basis: Basis,
    happened: When = DAY,
    *,
    against_gate: bool = False,
) -> Proposal:
    return reconciliation.propose(
        by=house.by["investigator"],
        happened=happened,
        purpose=Proposal.Purpose.IDENTIFICATION,
        remains=remains,
        person=person,
        basis=basis,
        document="1",
        reasoning="x",
        against_gate=against_gate,
    )


def conclude(
    house: House, remains: Remains, person: MissingPerson, method: Method, conclusion: str = "identification"
) -> None:
    reconciliation.conclude(
        by=house.by["forensic_doctor"],
        happened=DAY,
        remains=remains,
        person=person,
        method=method,
        conclusion=ExaminerConclusion.Conclusion(conclusion),
        document="1",
    )


def test_the_rule_in_force_that_day_decides(house: House) -> None:
    """Recognition sufficed in 2023; since February 2026 it never does, nor does one method alone."""
    remains, person = house.examined(), house.missing()
    conclude(house, remains, person, Method.RECOGNITION)
    assert propose(house, remains, person, Basis.RECOGNITION).gate == "single-method"
    with pytest.raises(OutOfOrderError) as error:
        propose(house, remains, person, Basis.RECOGNITION, LATER)
    assert refused(error) == [RECOGNITION_ALONE]

    conclude(house, remains, person, Method.TEETH)
    with pytest.raises(OutOfOrderError) as error:
        propose(house, remains, person, Basis.TEETH, LATER)
    assert refused(error) == [ONE_METHOD]

    conclude(house, remains, person, Method.FINGERPRINTS)
    assert propose(house, remains, person, Basis.TEETH, LATER).irregular == []


def test_the_investigator_may_decide_against_the_rule_and_it_is_flagged(house: House) -> None:
    remains, person = house.examined(), house.missing()
    act = propose(house, remains, person, Basis.TEETH, against_gate=True)

    assert set(act.irregular) == {"reconciliation.against_gate", "reconciliation.no_method"}


def test_someone_located_alive_or_excluded_is_not_identified(house: House) -> None:
    remains, person = house.examined(), house.missing()
    conclude(house, remains, person, Method.TEETH)
    conclude(house, remains, person, Method.FINGERPRINTS, "exclusion")
    antemortem.locate_alive(by=house.by["family_liaison"], happened=DAY, person=person, document="1")
    with pytest.raises(OutOfOrderError) as error:
        propose(house, remains, person, Basis.TEETH, against_gate=True)

    assert refused(error) == [deciding.LOCATED_ALIVE, deciding.EXCLUDED]


def test_two_sign_and_neither_collected_the_evidence(house: House) -> None:
    remains, person = house.examined(), house.missing()
    decision = house.proposed(remains, person)
    doctor = house.by["forensic_doctor"]
    with pytest.raises(RefusedError, match="may not record"):
        reconciliation.sign(by=doctor, happened=DAY, decision=decision)

    reconciliation.sign(by=house.by["investigator"], happened=DAY, decision=decision)
    assert identification_of(standpoint(), remains=remains.pk) is None
    with pytest.raises(OutOfOrderError) as error:
        reconciliation.sign(by=house.by["investigator"], happened=DAY, decision=decision)
    assert refused(error) == [deciding.SAME_SIGNATORY]
    reconciliation.sign(by=house.by["second"], happened=DAY, decision=decision)

    ruling = identification_of(standpoint(), remains=remains.pk)
    assert ruling is not None
    assert ruling.decided_on == DAY.latest
    with pytest.raises(OutOfOrderError) as error:
        reconciliation.sign(by=house.by["board_member"], happened=DAY, decision=decision)
    assert deciding.SIGNED_BY_BOTH in refused(error)


def test_whoever_concluded_cannot_sign(house: House) -> None:
    """An investigator who recorded the recognition collected the evidence."""
    remains, person = house.examined(), house.missing()
    reconciliation.presume(
        by=house.by["investigator"], happened=DAY, remains=remains, person=person, ground=Method.EFFECTS, document="1"
    )
    decision = house.proposed(remains, person)
    with pytest.raises(OutOfOrderError) as error:
        reconciliation.sign(by=house.by["investigator"], happened=DAY, decision=decision)

    assert refused(error) == [deciding.COLLECTED_EVIDENCE]


def test_one_person_is_not_identified_twice(house: House) -> None:
    remains, person = house.examined(), house.missing()
    house.identified(remains, person)
    other = house.exhumed(house.grave(house.cleared_site(), "223"))
    conclude(house, other, person, Method.TEETH)
    with pytest.raises(OutOfOrderError) as error:
        propose(house, other, person, Basis.TEETH)

    assert refused(error) == [deciding.IDENTIFIED_ELSEWHERE]


def test_suspension_stops_release_and_burial_until_it_is_lifted_by_another(house: House) -> None:
    remains, person = house.examined(), house.missing()
    decision = house.identified(remains, person)
    reconciliation.suspend(by=house.by["press_officer"], happened=DAY, decision=decision, reason="сумнів")
    with pytest.raises(OutOfOrderError) as error:
        burial.permit_release(
            by=house.by["prosecutor"], happened=DAY, remains=remains, parts=Parts.ACCOUNTED, document="1"
        )
    assert refused(error) == [deciding.SUSPENDED]

    reconciliation.resume(by=house.by["board_member"], happened=DAY, decision=decision, document="2")
    burial.permit_release(by=house.by["prosecutor"], happened=DAY, remains=remains, parts=Parts.ACCOUNTED, document="3")


def test_revoking_takes_two_and_reopens_both_cases(house: House) -> None:
    remains, person = house.examined(), house.missing()
    house.identified(remains, person)
    proposal = reconciliation.propose(
        by=house.by["investigator"],
        happened=LATER,
        purpose=Proposal.Purpose.REVOCATION,
        remains=remains,
        person=person,
        document="1",
        reasoning="x",
    )
    reconciliation.sign(by=house.by["investigator"], happened=LATER, decision=proposal.decision)
    assert identification_of(standpoint(), remains=remains.pk)

    reconciliation.sign(by=house.by["board_member"], happened=LATER, decision=proposal.decision)

    assert identification_of(standpoint(), remains=remains.pk) is None
    assert identification_of(standpoint(), person=person.pk) is None
    assert identification_of(standpoint(DAY.latest), remains=remains.pk), "it counts from its own date"


def test_nobody_is_released_without_a_name_or_twelve_months(house: House) -> None:
    remains = house.examined()
    prosecutor = house.by["prosecutor"]
    with pytest.raises(OutOfOrderError) as error:
        burial.permit_release(by=prosecutor, happened=DAY, remains=remains, parts=Parts.ACCOUNTED, document="1")
    assert refused(error) == [burying.NO_NAME_AND_NO_HOLD]

    act = burial.release(by=house.by["burial_officer"], happened=DAY, remains=remains, document="1", received_by="x")
    assert act.irregular == ["burial.not_permitted"]


def test_a_named_grave_needs_an_identification_and_a_certificate(house: House) -> None:
    remains, person = house.examined(), house.missing()
    officer = house.by["burial_officer"]
    with pytest.raises(OutOfOrderError) as error:
        burial.decide_burial(by=officer, happened=DAY, remains=remains, named_as=NamedAs.NAMED, document="1")
    assert refused(error) == [burying.NOT_IDENTIFIED]

    house.identified(remains, person)
    with pytest.raises(OutOfOrderError) as error:
        burial.decide_burial(by=officer, happened=DAY, remains=remains, named_as=NamedAs.NAMED, document="1")
    assert refused(error) == [burying.NO_CERTIFICATE]
    with pytest.raises(OutOfOrderError) as error:
        burial.decide_burial(by=officer, happened=DAY, remains=remains, named_as=NamedAs.PRESUMED, document="1")
    assert refused(error) == [burying.NO_PRESUMED_NAME]

    burial.certify(by=house.by["registrar"], happened=DAY, person=person, remains=remains, document="2")
    burial.decide_burial(by=officer, happened=DAY, remains=remains, named_as=NamedAs.NAMED, document="3")


def test_a_plot_is_not_assigned_twice_and_a_reburial_out_of_order_is_flagged(house: House) -> None:
    remains = house.examined()
    officer = house.by["burial_officer"]
    where = {"cemetery": "Нове", "section": "1", "row": 1, "place": 1}
    plot = burial.assign_plot(by=officer, happened=DAY, remains=remains, **where).plot  # type: ignore[arg-type]
    other = house.exhumed(house.grave(house.cleared_site(), "223"))
    with pytest.raises(OutOfOrderError) as error:
        burial.assign_plot(by=officer, happened=DAY, remains=other, **where)  # type: ignore[arg-type]
    assert refused(error) == [burying.PLOT_TAKEN]

    act = burial.rebury(by=officer, happened=DAY, remains=remains, plot=plot, named_as=NamedAs.NAMED)
    assert act.irregular == ["burial.not_decided", "burial.not_released"]


def test_money_is_not_spent_twice(house: House) -> None:
    treasurer, remains = house.by["treasurer"], house.exhumed()
    programme = burial.allot(
        by=treasurer, happened=DAY, name="Програма", amount=Decimal("3000.00"), document="1"
    ).programme
    about = {"happened": DAY, "programme": programme, "remains": remains, "line": CostLine.GRAVE, "document": "2"}
    spend = partial(burial.spend, by=treasurer, amount=Decimal(2227), **about)  # type: ignore[arg-type]
    spend()
    with pytest.raises(OutOfOrderError) as error:
        spend()
    assert refused(error) == [burying.OVERSPENT]
