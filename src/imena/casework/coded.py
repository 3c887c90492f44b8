"""Coded tables: the samples of a file as numbers, read row by row, so that a million of them fit in memory."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from imena.casework.locus_models import AlleleSeen
from imena.core.errors import InputError, Place
from imena.core.said import Said, mark
from imena.formats import GenotypeRow, Note, SampleStream
from imena.kinship import Genotype, LocusModel, Profile, ProfileError, Sex
from imena.kinship.screening import Observer

NOTES = 20
"""So many notes of one kind are kept with their places; the others are counted."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a row says beside genotypes."""

    row: int
    name: str
    family: str
    relationship: str
    sex: Sex | None


class CodedTable:
    """A table of genotypes that was read: `samples`, and what each shows at each of `loci`, numbered.

    `loci`: those that the caller named and the table has.
    """

    def __init__(self, stream: SampleStream, loci: Sequence[str]) -> None:
        self.file = stream.file
        self.samples: list[Sample] = []
        self.notes: list[Note] = []
        self.more_notes: Counter[str] = Counter()
        self._named = tuple(loci)
        self._numbers: list[dict[Genotype, int]] = [{} for _ in loci]
        self._first: list[list[tuple[int, tuple[str, str]]]] = [[] for _ in loci]
        self._codes = array("I")
        self._kept: Counter[str] = Counter()
        for row in stream:
            self._add(row)
            self._keep(stream.notes)
        self._keep(stream.notes)
        self.sha256 = stream.sha256
        self.all_loci = stream.loci
        self.loci = tuple(locus for locus in loci if locus in stream.loci)

    def _add(self, row: GenotypeRow) -> None:
        sex = Sex(row.sex) if row.sex else None
        self.samples.append(Sample(row.row, row.sample, row.family or "", row.relationship or "", sex))
        for place, locus in enumerate(self._named):
            genotype = row.genotypes.get(locus)
            if genotype is None:
                self._codes.append(0)
                continue
            numbers = self._numbers[place]
            number = numbers.get(genotype)
            if number is None:
                number = numbers[genotype] = len(numbers) + 1
                self._first[place].append((row.row, row.columns[locus]))
            self._codes.append(number)

    def _keep(self, notes: list[Note]) -> None:
        for note in notes:
            self._kept[note.message] += 1
            if self._kept[note.message] <= NOTES:
                self.notes.append(note)
            else:
                self.more_notes[note.message] += 1
        notes.clear()

    def all_notes(self) -> list[Note]:
        """What was kept of the notes, and how many more there were of each kind."""
        return [
            *self.notes,
            *(
                Note(Place(self.file), mark("{count} more like this: {example}"),
                     {"count": count, "example": Said(message, self._example(message).values)})
                for message, count in self.more_notes.items()
            ),
        ]  # fmt: skip

    def _example(self, message: str) -> Note:
        return next(note for note in self.notes if note.message == message)

    def digests(self) -> list[str]:
        """A digest of what each sample shows, at all loci and of its sex: the same in every file that has the same."""
        of_number = [
            np.array([0, *(_digest64(locus, *genotype) for genotype in numbers)], dtype=np.uint64)
            for locus, numbers in zip(self._named, self._numbers, strict=True)
        ]
        codes = np.frombuffer(self._codes, dtype=np.uint32).reshape(len(self.samples), len(self._named))
        shown = np.stack([of[codes[:, place]] for place, of in enumerate(of_number)], axis=1)
        return [
            blake2b(row.tobytes() + (sample.sex.value if sample.sex else "").encode(), digest_size=8).hexdigest()
            for row, sample in zip(shown, self.samples, strict=True)
        ]

    def alleles(self, locus: str) -> list[AlleleSeen]:
        """The alleles seen at a locus, each with the place of a genotype that shows it first."""
        place = self._named.index(locus)
        return [
            AlleleSeen(allele, Place(self.file, row, columns[number], allele))
            for genotype, (row, columns) in zip(self._numbers[place], self._first[place], strict=True)
            for number, allele in enumerate(genotype)
        ]

    def observed(self, models: Mapping[str, LocusModel], observer: Observer) -> NDArray[np.uint16]:
        """What each sample shows at the loci of the models, (samples, loci), in the numbers of the observer."""
        codes = np.frombuffer(self._codes, dtype=np.uint32).reshape(len(self.samples), len(self._named))
        found = np.empty((len(codes), len(models)), dtype=np.uint16)
        for column, locus in enumerate(models):
            place = self._named.index(locus)
            numbers = [0, *(self._number(genotype, locus, column, observer) for genotype in self._numbers[place])]
            found[:, column] = np.array(numbers)[codes[:, place]]
        return found

    def _number(self, genotype: Genotype, locus: str, column: int, observer: Observer) -> int:
        try:
            return observer.codes_of(Profile(self.file, {locus: genotype}), Sex.FEMALE)[column]
        except ProfileError as error:
            raise InputError(error.message, place=Place(self.file), **error.values) from None


def _digest64(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest(), "little")


def alleles_in(locus: str, tables: Iterable[CodedTable]) -> list[AlleleSeen]:
    """The alleles that some of these tables show at a locus."""
    return [seen for table in tables for seen in table.alleles(locus)]
