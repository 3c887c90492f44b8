"""A small laboratory for tests: a frequency table, and tables written as laboratories write them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from imena.casework.assumptions import Assumptions, Dropout
from imena.casework.inputs import Inputs, load
from imena.kinship import Mutation

LOCI = ("D3S1358", "TH01", "FGA")
FREQUENCIES = """Allele,D3S1358,TH01,FGA
6,,0.25,
7,,0.25,
9.3,,0.5,
15,0.3,,
16,0.3,,
17,0.4,,
20,,,0.2
21,,,0.3
22,,,0.5
"""

PLAIN = Assumptions(theta=0.0, dropout=Dropout(0.0))
"""Neither co-ancestry nor drop-out, for formulas that can be read off."""

Rows = Sequence[Sequence[str]]


def header(*first: str, loci: Sequence[str] = LOCI, amel: bool = True) -> list[str]:
    return [*first, *(f"{locus} {number}" for locus in (*loci, *(["AMEL"] if amel else [])) for number in (1, 2))]


def remains_row(name: str, genotypes: str, sex: str = "XY") -> list[str]:
    """A row from genotypes such as "15/16 6/9.3 20/22"."""
    return [name, *genotypes.replace("/", " ").split(), *sex]


def relative_row(family: str, relationship: str, name: str, genotypes: str, sex: str = "XY") -> list[str]:
    return [family, relationship, *remains_row(name, genotypes, sex)]


class Laboratory:
    """A folder with the three files; each can be written anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.frequencies(FREQUENCIES)

    def frequencies(self, text: str) -> None:
        (self.folder / "FREQ.csv").write_text(text, encoding="utf-8")

    def remains(self, rows: Rows, head: Sequence[str] | None = None) -> None:
        self._write("PM.txt", [head or header("Sample"), *rows])

    def families(self, rows: Rows, head: Sequence[str] | None = None) -> None:
        self._write("AM.txt", [head or header("Family", "Relationship", "Sample"), *rows])

    def _write(self, name: str, rows: Rows) -> None:
        (self.folder / name).write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")

    def load(self, mutation: Mutation | None = None, assumptions: Assumptions | None = PLAIN) -> Inputs:
        paths = self.paths
        return load(
            remains=paths["remains"],
            families=paths["families"],
            frequencies=paths["frequencies"],
            mutation=mutation,
            assumptions=assumptions,
        )

    @property
    def paths(self) -> Mapping[str, Path]:
        return {
            "remains": self.folder / "PM.txt",
            "families": self.folder / "AM.txt",
            "frequencies": self.folder / "FREQ.csv",
        }
