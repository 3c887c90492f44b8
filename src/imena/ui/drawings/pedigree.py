"""Families in the standard symbols: squares and circles, couples side by side, children below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, linked, tag, text

STEP_X, STEP_Y, HALF = 118, 126, 17


@dataclass(frozen=True, slots=True)
class Member:
    """A member: parents by id, how he or she stands (missing, typed, asked, untyped, unreachable), where it leads."""

    id: str
    label: str
    sex: str
    father: str | None
    mother: str | None
    state: str
    href: str | None = None


def pedigree(people: Sequence[Member], *, title: str) -> str:
    """A family, generation below generation. People related to nobody stand beside, in the first."""
    members = {member.id: member for member in people}
    rows = _rows(members)
    places = _places(rows, members)
    width = max(x for x, _ in places.values()) + STEP_X / 2 + 4
    height = (len(rows) - 1) * STEP_Y + 110
    parts = [*_couples(members, places), *(_symbol(member, *places[member.id]) for member in people)]
    return drawing("pedigree", title, max(width, 240), height, *parts)


def _generations(members: Mapping[str, Member]) -> dict[str, int]:
    """The generation of each: one below the lower parent; couples level with each other."""
    depth = dict.fromkeys(members, 0)
    for _ in members:
        for member in members.values():
            parents = [depth[id] for id in (member.father, member.mother) if id is not None and id in members]
            if parents:
                depth[member.id] = max(depth[member.id], max(parents) + 1)
                level = max(parents)
                depth |= {id: level for id in (member.father, member.mother) if id is not None and id in members}
    return depth


def _rows(members: Mapping[str, Member]) -> list[list[str]]:
    """The members of each generation from left to right: siblings together, partners beside each other."""
    depth = _generations(members)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for level, row in enumerate(rows):
        here = [id for id in members if depth[id] == level]
        here.sort(key=lambda id: _family_order(members[id], rows[level - 1] if level else []))
        for id in here:
            if id in row:
                continue
            row.append(id)
            partners = {
                other
                for child in members.values()
                for other in (child.father, child.mother)
                if id in (child.father, child.mother) and other and other != id and depth[other] == level
            }
            row.extend(sorted(partners - set(row)))
    return rows


def _family_order(member: Member, above: Sequence[str]) -> tuple[float, str]:
    places = [above.index(id) for id in (member.father, member.mother) if id in above]
    return (sum(places) / len(places) if places else len(above), member.id)


def _places(rows: Sequence[Sequence[str]], members: Mapping[str, Member]) -> dict[str, tuple[float, float]]:
    """Where each stands: rows centred under the widest, an only child under the middle of the parents."""
    widest = max(len(row) for row in rows)
    places: dict[str, tuple[float, float]] = {}
    for level, row in enumerate(rows):
        indent = (widest - len(row)) * STEP_X / 2
        next_free = STEP_X / 2
        for place, id in enumerate(row):
            wanted = STEP_X / 2 + indent + place * STEP_X
            above = [places[parent][0] for parent in (members[id].father, members[id].mother) if parent in places]
            if above and len(row) == 1:
                wanted = sum(above) / len(above)
            x = max(wanted, next_free)
            places[id] = (x, 26 + level * STEP_Y)
            next_free = x + STEP_X
    return places


def _couples(members: Mapping[str, Member], places: Mapping[str, tuple[float, float]]) -> list[str]:
    """The lines of each couple, and down to their children."""
    couples: dict[tuple[str, str], list[str]] = {}
    for member in members.values():
        if member.father in places and member.mother in places and member.father and member.mother:
            couples.setdefault((member.father, member.mother), []).append(member.id)
    parts = []
    for place, ((father, mother), children) in enumerate(couples.items()):
        (x1, y1), (x2, y2) = places[father], places[mother]
        left, right = min(x1, x2) + HALF, max(x1, x2) - HALF
        middle, bar = (left + right) / 2, max(y1, y2) + 78 + 5 * (place % 3)
        parts.append(tag("path", d=f"M{left} {y1}H{right}M{middle} {y1}V{bar}", class_="pedigree-line"))
        xs = [places[child][0] for child in children]
        parts.append(tag("path", d=f"M{min([*xs, middle])} {bar}H{max([*xs, middle])}", class_="pedigree-line"))
        parts += [
            tag("path", d=f"M{places[child][0]} {bar}V{places[child][1] - HALF}", class_="pedigree-line")
            for child in children
        ]
    return parts


def _symbol(member: Member, x: float, y: float) -> str:
    shape = _shape(member.sex, member.state, x, y)
    if member.state == "missing":
        shape += text("?", x, y + 7, class_="pedigree-question", text_anchor="middle")
    words = member.label.split()
    label = [
        text(word, x, y + HALF + 18 + 16 * line, class_="pedigree-label", text_anchor="middle")
        for line, word in enumerate(words[:2])
    ]
    return linked(member.href, member.label or member.id, shape, *label)


def _shape(sex: str, state: str, x: float, y: float) -> str:
    kind = f"member member-{state}"
    if sex == "M":
        whole = tag("rect", x=x - HALF, y=y - HALF, width=2 * HALF, height=2 * HALF, class_=kind)
    elif sex == "F":
        whole = tag("circle", cx=x, cy=y, r=HALF, class_=kind)
    else:
        whole = tag("path", d=f"M{x} {y - 20}L{x + 20} {y}L{x} {y + 20}L{x - 20} {y}Z", class_=kind)
    if state == "asked":
        whole += tag("path", d=f"M{x} {y - HALF}V{y + HALF}M{x} {y}H{x + HALF}", class_="member-half")
    return whole


def legend(labels: Mapping[str, str]) -> str:
    """What each symbol says."""
    parts = []
    for place, (state, label) in enumerate(labels.items()):
        y = 24 + place * 42
        parts.append(_shape("F", state, 24, y))
        if state == "missing":
            parts.append(text("?", 24, y + 7, class_="pedigree-question", text_anchor="middle"))
        parts.append(text(label, 54, y + 6, class_="pedigree-key"))
    return drawing("key", "; ".join(labels.values()), 320, len(labels) * 42 + 8, *parts)
