"""The rCRS: the sequence that mitochondrial haplotypes are written against, and how differences to it are written.

The notation is that of the ISFG (Parson et al. 2014, Forensic Sci Int Genet 13:134) as EMPOP reads it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from imena.kinship.lineage.haplotypes import HaplotypeError

LENGTH = 16569
PLACEHOLDER = 3107
"""A position that the reference keeps so that its numbers stay as they were in 1981. No base stands there."""
GAP = "-"

Range = tuple[int, int]
"""First and last typed position, both included; a first after the last goes over the end of the circle."""
CONTROL_REGION: Range = (16024, 576)
HVS1: Range = (16024, 16365)
HVS2: Range = (73, 340)
GENOME: Range = (1, LENGTH)

IUPAC = {
    "A": "A", "C": "C", "G": "G", "T": "T",
    "R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC",
    "B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG", "N": "ACGT",
}  # fmt: skip

Slot = tuple[int, int]
"""A position and 0, or a position and which inserted base after it: 315.1 is `(315, 1)`."""


@lru_cache(maxsize=1)
def sequence() -> str:
    """The revised Cambridge Reference Sequence, GenBank NC_012920.1, 16,569 characters with N at 3107.

    Andrews et al. 1999 (Nat Genet 23:147).
    """
    _, *lines = (files("imena.kinship") / "data" / "rcrs.fasta").read_text("ascii").splitlines()
    return "".join(lines)


def reference_states(slot: Slot) -> frozenset[str]:
    """What the reference has in a slot: its base, or a gap where nothing is inserted and at the placeholder."""
    position, inserted = slot
    return frozenset(GAP if inserted or position == PLACEHOLDER else sequence()[position - 1])


@dataclass(frozen=True, slots=True, order=True)
class MtDifference:
    """A difference to the rCRS: a slot and what stands there, written as `code`.

    `code` is `DEL`, an IUPAC code for the bases seen, or its lower case for these bases and a gap beside them.
    """

    slot: Slot
    code: str

    @property
    def states(self) -> frozenset[str]:
        if self.code == "DEL":
            return frozenset(GAP)
        bases = frozenset(IUPAC[self.code.upper()])
        return bases | {GAP} if self.code.islower() else bases

    def __str__(self) -> str:
        position, inserted = self.slot
        return f"{position}.{inserted}{self.code}" if inserted else f"{position}{self.code}"


_WRITTEN = re.compile(
    r"(?P<reference>[ACGTN-]?)(?P<position>[0-9]{1,5})"
    r"(?:\.(?P<inserted>[1-9][0-9]{0,2})(?P<code>[A-Za-z])"
    r"|\+(?P<several>[A-Za-z]+)"
    r"|(?P<deleted>(?i:del)[ACGT]?|-)"
    r"|(?P<substituted>[A-Za-z]))"
)


def parse_difference(text: str) -> tuple[MtDifference, ...]:
    """Read one difference; several for insertions written together (`309+CC`).

    Substitution `263G` or `A263G`; point heteroplasmy in IUPAC codes `16093Y`; insertion `315.1C`, `-315.1C`,
    `315+C`; deletion `523DEL`, `523del`, `523delA`, `523-`. Lower case is a mixture of the base and a gap
    (`315.1c`, `152c`), so that `523d` is no deletion but A, G, T or a gap (Parson et al. 2014). Raises
    `HaplotypeError` for anything else, for a position not in the rCRS and for a reference base that is not its own.
    """
    read = _WRITTEN.fullmatch(text)
    if read is None:
        raise HaplotypeError(
            "{difference}: expected a difference to the rCRS such as 263G, 315.1C, 523DEL or 16093Y", difference=text
        )
    position = int(read["position"])
    if not 1 <= position <= LENGTH:
        raise HaplotypeError(
            "{difference}: expected a position from 1 to {length}, found {position}",
            difference=text,
            length=LENGTH,
            position=position,
        )
    found = tuple(_differences(read, position))
    _check_reference(read, position, inserted=bool(found[0].slot[1]))
    for difference in found:
        _check(text, difference)
    return found


def _differences(read: re.Match[str], position: int) -> Iterable[MtDifference]:
    if read["several"]:
        for number, code in enumerate(read["several"], start=1):
            yield MtDifference((position, number), code)
    elif read["inserted"]:
        yield MtDifference((position, int(read["inserted"])), read["code"])
    else:
        yield MtDifference((position, 0), "DEL" if read["deleted"] else read["substituted"])


def _check_reference(read: re.Match[str], position: int, *, inserted: bool) -> None:
    """A base written before the position is the rCRS' own; before an insertion it may only be a gap."""
    bases = (read["reference"], read["deleted"][3:] if read["deleted"] else "")
    expected = GAP if inserted else sequence()[position - 1]
    for base in bases:
        if base and base != expected:
            raise HaplotypeError(
                "{difference}: the rCRS has {expected} there, not {found}",
                difference=read[0],
                expected=expected,
                found=base,
            )


def _check(text: str, difference: MtDifference) -> None:
    if difference.code != "DEL" and difference.code.upper() not in IUPAC:
        raise HaplotypeError("{difference}: {code} is not an IUPAC code", difference=text, code=difference.code)
    if difference.slot == (PLACEHOLDER, 0):
        if difference.code != "DEL":
            raise HaplotypeError(
                "{difference}: position {position} of the rCRS is a placeholder where no base stands",
                difference=text,
                position=PLACEHOLDER,
            )
    elif difference.states == reference_states(difference.slot):
        raise HaplotypeError("{difference}: this is no difference, the rCRS has the same", difference=text)


_RANGE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")


def parse_ranges(text: str) -> tuple[Range, ...]:
    """Read typed ranges with spaces, commas or semicolons between them: `16024-576`, `16024-16365 73-340`, `ALL`."""
    if text.strip().upper() == "ALL":
        return (GENOME,)
    found = []
    for part in re.split(r"[\s,;]+", text.strip()):
        read = _RANGE.fullmatch(part)
        if read is None:
            raise HaplotypeError("{range}: expected a range of positions such as 16024-576", range=part)
        found.append((int(read[1]), int(read[2] or read[1])))
    return tuple(found)


@lru_cache(maxsize=1024)
def positions(ranges: tuple[Range, ...]) -> frozenset[int]:
    """The positions of ranges. Raises `HaplotypeError` where an end is not a position of the rCRS."""
    found: set[int] = set()
    for first, last in ranges:
        if not (1 <= first <= LENGTH and 1 <= last <= LENGTH):
            raise HaplotypeError(
                "{first}-{last}: expected a range of positions from 1 to {length}",
                first=first,
                last=last,
                length=LENGTH,
            )
        found.update(range(first, last + 1) if first <= last else [*range(first, LENGTH + 1), *range(1, last + 1)])
    return frozenset(found)


@lru_cache(maxsize=1024)
def ranges_of(found: frozenset[int]) -> tuple[Range, ...]:
    """Positions as ranges, the longest possible; one over the end of the circle stands first."""
    if len(found) == LENGTH:
        return (GENOME,)
    starts = sorted(each for each in found if _before(each) not in found)
    ends = sorted(each for each in found if _after(each) not in found)
    wraps = bool(starts) and ends[0] < starts[0]
    if wraps:
        ends = [*ends[1:], ends[0]]
    ranges = list(zip(starts, ends, strict=True))
    return tuple([ranges[-1], *ranges[:-1]] if wraps else ranges)


def _before(position: int) -> int:
    return position - 1 or LENGTH


def _after(position: int) -> int:
    return position % LENGTH + 1
