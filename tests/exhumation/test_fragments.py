"""Commingled lots and fragments: taken apart act by act, and what becomes of what no one can be given."""

from collections.abc import Iterator
from datetime import date

import pytest

from house import DAY, House
from imena.account.figures import account
from imena.core.when import When
from imena.ledger.acts import RefusedError
from imena.ledger.guards import OutOfOrderError
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene import acts as scene
from imena.scene import fragments, guards
from imena.scene.associations import association_of, joined_to, lifted_from
from imena.scene.models import Exhumation, Fate, FoundAs, Grave, Remains

pytestmark = pytest.mark.operation
LATER = When.day(date(2023, 4, 1))


@pytest.fixture(autouse=True)
def whatever_was_recorded_is_what_is_read(house: House) -> Iterator[None]:
    yield
    assert verify().problems == []


def lot(house: House, grave: Grave) -> Remains:
    return scene.exhume(
        by=house.by["recovery_lead"],
        happened=DAY,
        grave=grave,
        found_as=FoundAs.UNDETERMINED,
        form=Exhumation.Form.LOT,
        condition=Exhumation.Condition.SKELETONISED,
        container="брезент",
        depth_cm=140,
    ).remains


def separate(house: House, remains: Remains, form: Exhumation.Form = Exhumation.Form.BODY) -> Remains:
    return scene.separate(
        by=house.by["forensic_doctor"],
        happened=LATER,
        separated_from=remains,
        found_as=FoundAs.UNDETERMINED,
        form=form,
        document="1",
    ).remains


def join(house: House, part: Remains, remains: Remains) -> None:
    scene.join(by=house.by["forensic_doctor"], happened=LATER, part=part, remains=remains, document="1")


def test_a_lot_is_taken_apart_and_what_came_of_it_hangs_together(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, mixed = house.exhumed(grave), lot(house, grave)
    one, part = separate(house, mixed), separate(house, mixed, Exhumation.Form.PART)
    join(house, part, body)
    seen = standpoint()
    together = association_of(one.pk, seen)

    assert set(together.remains) == {body.pk, mixed.pk, one.pk, part.pk}
    assert [act.remains_id for act in together.separations] == [one.pk, part.pk]
    assert joined_to(body.pk, seen) == [part.pk]
    assert lifted_from(grave.pk, seen) == [body.pk, mixed.pk, one.pk, part.pk]
    assert association_of(body.pk, standpoint(DAY.latest)).remains == (body.pk,)


def test_a_lot_is_not_counted_as_one_of_the_dead_and_those_separated_from_it_are(house: House) -> None:
    grave = house.grave(house.cleared_site())
    house.exhumed(grave)
    mixed = lot(house, grave)
    assert account(standpoint()).value("recovered") == 1
    separate(house, mixed)
    separate(house, mixed, Exhumation.Form.PART)
    assert account(standpoint()).value("recovered") == 2


def test_neither_a_body_nor_a_lot_is_joined_nor_anything_to_itself(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, mixed = house.exhumed(grave), lot(house, grave)
    with pytest.raises(OutOfOrderError) as error:
        join(house, mixed, body)
    assert error.value.reasons == [guards.NOT_A_PART]

    part, other = separate(house, mixed, Exhumation.Form.PART), separate(house, mixed, Exhumation.Form.PART)
    with pytest.raises(OutOfOrderError) as error:
        join(house, part, part)
    assert error.value.reasons == [guards.JOINED_TO_ITSELF]
    join(house, part, other)
    with pytest.raises(OutOfOrderError) as error:
        join(house, other, part)
    assert error.value.reasons == [guards.JOINED_TO_ITSELF]


def test_parts_are_not_joined_in_a_ring_whichever_was_joined_first(house: House) -> None:
    """q1 to q2, q2 to q3, and q3 to q1, though this last act is dated before the others."""
    mixed = lot(house, house.grave(house.cleared_site()))
    first, second, third = (separate(house, mixed, Exhumation.Form.PART) for _ in range(3))
    join(house, first, second)
    join(house, second, third)
    doctor = house.by["forensic_doctor"]
    for happened in (LATER, DAY):
        with pytest.raises(OutOfOrderError) as error:
            scene.join(by=doctor, happened=happened, part=third, remains=first, document="1")
        assert guards.JOINED_TO_ITSELF in error.value.reasons


def test_what_becomes_of_fragments_is_settled_only_as_agreed(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, mixed = house.exhumed(grave), lot(house, grave)
    part, joined = separate(house, mixed, Exhumation.Form.PART), separate(house, mixed, Exhumation.Form.PART)
    join(house, joined, body)
    member = house.by["board_member"]

    def settle(*numbers: str, fate: Fate = Fate.KEPT) -> None:
        scene.dispose(by=member, happened=LATER, fragments=list(numbers), fate=fate, document="2")

    with pytest.raises(OutOfOrderError) as error:
        settle(part.pk)
    assert error.value.reasons == [fragments.NO_POLICY]
    scene.agree_on_fragments(
        by=member, happened=LATER, tested_from_mm=50, agreed=[{"fate": "kept"}, {"fate": "buried_together"}],
        document="1",
    )  # fmt: skip
    for numbers, fate, reason in (
        ([part.pk], Fate.REFERENCE_COLLECTION, fragments.NOT_AGREED),
        ([joined.pk], Fate.KEPT, guards.JOINED_ALREADY),
        ([part.pk, body.pk], Fate.KEPT, fragments.NOT_FRAGMENTS),
    ):
        with pytest.raises(OutOfOrderError) as error:
            settle(*numbers, fate=fate)
        assert error.value.reasons == [reason]
    with pytest.raises(RefusedError, match="no fragments are named"):
        settle()

    settle(part.pk)
    settle(part.pk, fate=Fate.BURIED_TOGETHER)
    listed = {each.remains: each.disposition for each in fragments.unassociated(standpoint())}
    assert listed[mixed.pk] is None
    settled = listed[part.pk]
    assert settled is not None
    assert settled.fate == Fate.BURIED_TOGETHER
    assert joined.pk not in listed


def test_destruction_is_no_fate() -> None:
    assert set(Fate.values) == {"kept", "buried_together", "reference_collection"}
