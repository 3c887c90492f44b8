"""The skeleton and the history of remains, drawn: every bone is there, and states differ without colour."""

from hypothesis import given
from hypothesis import strategies as st

from imena.postmortem.elements import ELEMENTS
from imena.ui.drawings import Bone, Kin, history, skeleton, skeleton_key
from imena.ui.drawings.skeleton import HEIGHT, SHAPES, STATES, WIDTH
from ui.reading import SVG, WORDS, links, of_class, parsed, size, words

SIDES = {"title": "Скелет", "left": "лівий бік", "right": "правий бік"}


def everything(state: str) -> list[Bone]:
    return [
        Bone(element.code, side.value, state, f"{element.code} {side}: {state}")
        for element in ELEMENTS.values()
        for side in element.sides
    ]


def test_every_bone_of_the_table_has_a_shape_and_no_other() -> None:
    assert set(SHAPES) == set(ELEMENTS)


def test_each_bone_is_drawn_once_and_says_what_it_is() -> None:
    root = parsed(skeleton(everything("present"), **SIDES))
    titles = [title.text for title in root.iter(f"{SVG}title")][1:]
    assert sorted(str(title) for title in titles) == sorted(bone.label for bone in everything("present"))
    assert size(root) == (WIDTH, HEIGHT)


def test_the_right_of_the_body_is_on_our_left() -> None:
    root = parsed(skeleton([Bone("femur", "left", "present", "l"), Bone("femur", "right", "present", "r")], **SIDES))
    left, right = (group for group in root.iter(f"{SVG}g"))
    assert left.get("transform") is None
    assert right.get("transform") == "translate(300 0) scale(-1 1)"
    assert words(root, "bone-side") == ["правий бік", "лівий бік"]


def test_a_bone_in_part_is_hatched_and_one_that_is_not_there_is_not_filled_in() -> None:
    for state in STATES:
        root = parsed(skeleton(everything(state), **SIDES))
        fills = {(bone.get("fill") or "").split("#")[0] for bone in of_class(root, f"bone-{state}")}
        assert fills == ({"url("} if state == "partial" else {""})
        assert len(of_class(root, f"bone-{state}")) == len(everything(state))


@given(WORDS)
def test_whatever_the_words_the_drawings_are_well_formed(said: str) -> None:
    parsed(skeleton([Bone("sacrum", "midline", "partial", said)], title=said, left=said, right=said))
    parsed(skeleton_key(dict.fromkeys(STATES, said)))
    parsed(history([Kin(said, said, said)], {}, [], title=said))


def test_a_history_puts_each_under_what_it_was_separated_from() -> None:
    remains = [Kin(number, "", f"/n/{number}/") for number in "ABCD"]
    root = parsed(history(remains, {"C": "A", "D": "C"}, [("D", "B")], title="t"))
    assert ["".join(link.itertext()) for link in links(root)] == ["A", "C", "D", "B"]
    assert len(of_class(root, "history-branch")) == 2
    assert len(of_class(root, "history-joined")) == 1


@given(st.lists(st.sampled_from("ABCDEF"), unique=True, min_size=1), st.data())
def test_a_history_draws_each_once(numbers: list[str], data: st.DataObject) -> None:
    """Whatever was separated from what, as long as nothing was separated from what came later."""
    origins = {
        number: data.draw(st.sampled_from(numbers[:place]))
        for place, number in enumerate(numbers)
        if place and data.draw(st.booleans())
    }
    root = parsed(history([Kin(number, "") for number in numbers], origins, [], title="t"))
    assert sorted(words(root, "history-number")) == sorted(numbers)
