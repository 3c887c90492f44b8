"""An outbox on a stick: what a device could not hand over by network, as a file of JSON lines.

First the captures in their order, `{"bytes", "signature"}` in base64; then files in pieces, `{"file", "at", "bytes"}`.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from imena.capture.envelope import EnvelopeError, read_envelope
from imena.capture.inbox import Answer, State, hand_over
from imena.capture.pieces import LARGEST_PIECE, PieceError, add_piece, arrived
from imena.core.errors import InputError, Place


@dataclass
class Taken:
    """What became of an outbox: the answers to its captures, and how many of its files are complete."""

    answers: list[Answer] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    problems: list[InputError] = field(default_factory=list)

    @property
    def counts(self) -> dict[State, int]:
        return dict(Counter(answer.state for answer in self.answers))

    @property
    def refused(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.state == State.REFUSED]

    @property
    def complete(self) -> int:
        return sum(bool((found := arrived(name)) and found.complete) for name in self.files)


def take(name: str, lines: Iterable[bytes]) -> Taken:
    """Take an outbox. What it holds is taken once, however often the file is brought.

    A line that cannot be taken is named with its row among the problems; what stands around it is taken all the same.
    """
    taken = Taken()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            _take_line(json.loads(line), taken)
        except (ValueError, KeyError, TypeError, RecursionError):
            taken.problems.append(InputError("expected a line of an outbox", place=Place(name, number)))
        except (EnvelopeError, PieceError) as error:
            taken.problems.append(InputError("{problem}", place=Place(name, number), problem=error))
    return taken


def _take_line(said: dict[str, Any], taken: Taken) -> None:
    content = base64.b64decode(said["bytes"], validate=True)
    if "file" not in said:
        taken.answers.append(hand_over(content, read_envelope(content).device, said["signature"]))
        return
    sha256, at = str(said["file"]), int(said["at"])
    if arrived(sha256) is None:  # its capture was refused
        return
    taken.files.add(sha256)
    for start in range(0, len(content), LARGEST_PIECE):
        add_piece(sha256, at + start, content[start : start + LARGEST_PIECE])
