"""Inventories: impossible bones are refused, doubled ones stop a joining, and fragments of a grave stop a release."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from house import DAY, House
from imena.burial import acts as burial
from imena.burial.models import Parts, Release
from imena.ledger.acts import NotAllowedError, RefusedError
from imena.ledger.guards import OutOfOrderError
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.postmortem import acts as postmortem
from imena.postmortem.elements import ELEMENTS, Side
from imena.postmortem.models import SkeletalInventory
from imena.postmortem.queries import elements_of, grave_count, skeleton, unaccounted
from imena.scene import acts as scene
from imena.scene.models import Exhumation, Fate, FoundAs, Grave, Remains
from imena.scene.queries import graves_of

pytestmark = pytest.mark.operation
Row = dict[str, Any]


@pytest.fixture(autouse=True)
def whatever_was_recorded_is_what_is_read(house: House) -> Iterator[None]:
    with translation.override("en"):
        yield
    assert verify().problems == []


def bone(element: str, side: str, completeness: int = 100, **more: Any) -> Row:
    return {"element": element, "side": side, "completeness": completeness, **more}


def everything_but(*left_out: tuple[str, str]) -> list[Row]:
    return [
        bone(element.code, side, count=element.each)
        for element in ELEMENTS.values()
        for side in element.sides
        if (element.code, side) not in left_out
    ]


def listed(house: House, remains: Remains, elements: list[Row], extent: str = "whole") -> SkeletalInventory:
    return postmortem.list_skeleton(
        by=house.by["forensic_doctor"],
        happened=DAY,
        remains=remains,
        report="1",
        extent=SkeletalInventory.Extent(extent),
        elements=elements,
    )


def found(house: House, grave: Grave, form: Exhumation.Form) -> Remains:
    return scene.exhume(
        by=house.by["recovery_lead"], happened=DAY, grave=grave, found_as=FoundAs.UNDETERMINED, form=form
    ).remains


def join(house: House, part: Remains, remains: Remains) -> None:
    scene.join(by=house.by["forensic_doctor"], happened=DAY, part=part, remains=remains, document="1")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (bone("sacrum", "left"), "nobody has this bone: sacrum, left side"),
        (bone("femur", "midline"), "nobody has this bone"),
        (bone("femur", "left", zones=["apex"]), "does not have the zones apex"),
        (bone("tail", "midline"), "bone cannot be “tail”"),
        (bone("femur", "left", 30), "per cent there cannot be “30”"),
        (bone("femur", "left", count=0), "0 bones cannot be listed"),
    ],
)
def test_a_bone_that_no_one_has_is_refused(house: House, row: Row, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        listed(house, house.exhumed(), [bone("femur", "right"), row])


def test_only_a_doctor_lists_bones_and_no_list_is_empty(house: House) -> None:
    remains = house.exhumed()
    with pytest.raises(RefusedError, match="no bone is listed"):
        listed(house, remains, [])
    with pytest.raises(NotAllowedError):
        postmortem.list_skeleton(
            by=house.by["investigator"],
            happened=DAY,
            remains=remains,
            report="1",
            extent=SkeletalInventory.Extent.SOME,
            elements=[bone("femur", "left")],
        )


def test_a_bone_twice_is_flagged_in_a_body_and_not_in_a_lot(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, lot = house.exhumed(grave), found(house, grave, Exhumation.Form.LOT)
    three = [bone("femur", "left", count=3)]
    assert listed(house, body, three).irregular == ["postmortem.several_people"]
    assert listed(house, lot, three).irregular == []
    count = grave_count(grave.pk, standpoint())
    assert (count.mni.number, count.bodies, count.at_least) == (6, 1, 6)


def test_the_latest_list_holds_and_what_it_says_is_sealed(house: House) -> None:
    remains = house.exhumed()
    listed(house, remains, [bone("femur", "left"), bone("sacrum", "midline"), bone("patella", "unsided")], "some")
    act = listed(house, remains, [bone("femur", "right", 25), bone("rib", "left", count=11)], "some")

    assert elements_of(standpoint(), remains.pk) == {"femur right"}
    own = skeleton(remains.pk, standpoint())
    assert own is not None
    assert own.missing == {}, "only some bones were listed, so nothing is known to be missing"
    assert "femur" not in act.entry.body


def test_a_part_whose_bone_the_body_has_is_not_joined(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, part = house.exhumed(grave), found(house, grave, Exhumation.Form.PART)
    other = found(house, grave, Exhumation.Form.PART)
    listed(house, body, everything_but(("femur", Side.RIGHT)))
    listed(house, part, [bone("femur", "left", 50, zones=["proximal"])])
    listed(house, other, [bone("femur", "right")])
    with pytest.raises(OutOfOrderError) as error:
        join(house, part, body)
    assert [reason.code for reason in error.value.reasons] == ["postmortem.element_twice"]
    assert "femur, left side, proximal end" in str(error.value.reasons[0])

    join(house, other, body)
    own = skeleton(body.pk, standpoint())
    assert own is not None
    assert (own.joined, own.mni.number, own.missing) == ((other.pk,), 1, {})


def test_a_childs_part_is_not_joined_to_an_adult(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, part = house.exhumed(grave), found(house, grave, Exhumation.Form.PART)
    listed(house, body, [bone("femur", "left", age="adult")])
    listed(house, part, [bone("femur", "right", age="subadult")])
    with pytest.raises(OutOfOrderError) as error:
        join(house, part, body)
    assert [reason.code for reason in error.value.reasons] == ["postmortem.ages_differ"]


def test_without_lists_parts_are_joined_as_before(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body, part = house.exhumed(grave), found(house, grave, Exhumation.Form.PART)
    join(house, part, body)


def permit(house: House, remains: Remains, parts: Parts) -> None:
    burial.permit_release(by=house.by["prosecutor"], happened=DAY, remains=remains, parts=parts, document="1")


def test_all_parts_are_not_accounted_for_while_one_lies_among_the_fragments_of_the_grave(house: House) -> None:
    """The body lacks a left femur; a fragment of one lies loose in the same grave until it is joined."""
    body = house.examined()
    house.identified(body, house.missing())
    grave = Grave.objects.get(pk=Exhumation.objects.get(remains=body).grave_id)
    fragment, elsewhere = found(house, grave, Exhumation.Form.PART), found(house, grave, Exhumation.Form.PART)
    listed(house, body, everything_but(("femur", Side.LEFT)))
    listed(house, elsewhere, [bone("patella", "left")])
    assert unaccounted(body.pk, standpoint()) == {}
    listed(house, fragment, [bone("femur", "unsided", 75)])
    assert unaccounted(body.pk, standpoint()) == {("femur", Side.LEFT): 1}

    with pytest.raises(OutOfOrderError) as error:
        permit(house, body, Parts.ACCOUNTED)
    assert [reason.code for reason in error.value.reasons] == ["burial.parts_in_grave"]
    assert "femur, left" in str(error.value.reasons[0])
    permit(house, body, Parts.FAMILY_CHOSE)

    listed(house, fragment, [bone("femur", "left")])
    join(house, fragment, body)
    permit(house, body, Parts.ACCOUNTED)


def test_fragments_whose_fate_is_settled_do_not_hold_up_a_release(house: House) -> None:
    body = house.examined()
    house.identified(body, house.missing())
    grave = Grave.objects.get(pk=Exhumation.objects.get(remains=body).grave_id)
    fragment = found(house, grave, Exhumation.Form.PART)
    listed(house, body, everything_but(("femur", Side.LEFT)))
    listed(house, fragment, [bone("femur", "left", 0, zones=["shaft"])])
    member = house.by["board_member"]
    scene.agree_on_fragments(
        by=member, happened=DAY, tested_from_mm=50, agreed=[{"fate": "buried_together"}], document="1"
    )
    scene.dispose(by=member, happened=DAY, fragments=[fragment.pk], fate=Fate.BURIED_TOGETHER, document="2")
    permit(house, body, Parts.ACCOUNTED)


def some_grave(house: House) -> Grave:
    return house.grave(house.cleared_site())


def separated(house: House, remains: Remains, form: Exhumation.Form = Exhumation.Form.BODY) -> Remains:
    return scene.separate(
        by=house.by["forensic_doctor"], happened=DAY, separated_from=remains, found_as=FoundAs.UNDETERMINED,
        document="1", form=form,
    ).remains  # fmt: skip


def loose_femur(house: House, grave: Grave, side: str = "left") -> Remains:
    part = found(house, grave, Exhumation.Form.PART)
    listed(house, part, [bone("femur", side)])
    return part


def test_some_bones_listed_later_add_to_a_complete_list(house: House) -> None:
    """The skull listed once more leaves everything else as it was: the left femur is missing still."""
    grave = some_grave(house)
    body = house.exhumed(grave)
    listed(house, body, everything_but(("femur", Side.LEFT), ("sacrum", Side.MIDLINE)))
    loose_femur(house, grave)
    listed(house, body, [bone("cranium", "midline", 75), bone("sacrum", "midline")], "some")

    assert unaccounted(body.pk, standpoint()) == {("femur", Side.LEFT): 1}
    own = skeleton(body.pk, standpoint())
    assert own is not None
    assert (own.missing, own.mni.number, len(own.inventories)) == ({("femur", Side.LEFT): 1}, 1, 2)
    listed(house, body, everything_but())
    assert unaccounted(body.pk, standpoint()) == {}, "another complete list takes the place of all before"


def test_a_bone_is_looked_for_in_the_grave_through_every_separation(house: House) -> None:
    grave = some_grave(house)
    lot = separated(house, found(house, grave, Exhumation.Form.LOT), Exhumation.Form.LOT)
    body = separated(house, lot)
    listed(house, body, everything_but(("femur", Side.LEFT)))
    loose_femur(house, grave)
    assert graves_of(standpoint(), [body.pk])[body.pk].grave_id == grave.pk
    assert unaccounted(body.pk, standpoint()) == {("femur", Side.LEFT): 1}


@pytest.mark.parametrize("side", ["left", "right"])
def test_beside_a_bone_of_no_told_side_one_of_either_side_may_be_missing(house: House, side: str) -> None:
    """The body's own femur may be the right or the left one, so the loose one may be its other."""
    grave = some_grave(house)
    body = house.exhumed(grave)
    rest = everything_but(("femur", Side.LEFT), ("femur", Side.RIGHT))
    listed(house, body, [*rest, bone("femur", "unsided")])
    loose_femur(house, grave, side)
    assert unaccounted(body.pk, standpoint()) == {("femur", Side(side)): 1}
    listed(house, body, [*rest, bone("femur", "unsided", count=2)])
    assert unaccounted(body.pk, standpoint()) == {}


def test_a_lot_taken_apart_is_not_counted_twice(house: House) -> None:
    """Two left femora in a lot; both people are separated and listed. Two people, not four."""
    grave = some_grave(house)
    lot = found(house, grave, Exhumation.Form.LOT)
    listed(house, lot, [bone("femur", "left", count=2)])
    first, second = separated(house, lot), separated(house, lot)
    for remains in (first, second):
        assert grave_count(grave.pk, standpoint()).at_least == 2
        listed(house, remains, [bone("femur", "left")])
    assert grave_count(grave.pk, standpoint()).mni.number == 2
    listed(house, lot, [bone("femur", "left")])
    assert grave_count(grave.pk, standpoint()).mni.number == 3, "the rest of the lot was listed again"


def test_a_release_is_flagged_where_a_missing_bone_came_to_light_after_the_permission(house: House) -> None:
    body = house.examined()
    house.identified(body, house.missing())
    grave = Grave.objects.get(pk=Exhumation.objects.get(remains=body).grave_id)
    listed(house, body, everything_but(("femur", Side.LEFT)))
    permit(house, body, Parts.ACCOUNTED)
    loose_femur(house, grave)

    def release() -> Release:
        return burial.release(
            by=house.by["burial_officer"], happened=DAY, remains=body, document="1", received_by="родина"
        )

    assert release().irregular == ["burial.parts_in_grave"]
    permit(house, body, Parts.FAMILY_CHOSE)
    assert release().irregular == []
