"""The demonstration's files: what a laboratory would have on disk, and the answer to it as pages."""

import json
from collections.abc import Sequence
from pathlib import Path

from imena.casework import page
from imena.casework.inputs import load
from imena.casework.matching import Progress, match
from imena.casework.report import as_json, report
from imena.casework.writing import write
from imena.core.language import translator
from imena.core.said import mark
from imena.demo.village import FAMILIES, KIT, STRANGERS, VILLAGE, Village, simulate
from imena.kinship import Profile, nist_1036_caucasian

NOTICE = mark(
    "Synthetic: the village of {village}, its people and their genotypes are made up. No one here ever lived."
)
PAGES = {"uk": "index.html", "en": "en.html"}
OTHER = {"uk": ("en", "English"), "en": ("uk", "Українською")}


def build(folder: Path, progress: Progress | None = None) -> None:
    """Simulate the village, write its files into a folder, compare them, write the answer beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    village = simulate()
    paths = {name: folder / name for name in ("remains.txt", "families.txt", "frequencies.csv", "truth.json")}
    write(
        (paths["remains.txt"], remains_table(village)),
        (paths["families.txt"], families_table(village)),
        (paths["frequencies.csv"], frequency_table()),
        (paths["truth.json"], json.dumps(village.truth, indent=1, ensure_ascii=False)),
    )
    inputs = load(remains=paths["remains.txt"], families=paths["families.txt"], frequencies=paths["frequencies.csv"])
    found = match(inputs, missing=FAMILIES + STRANGERS, progress=progress)
    answer = [(folder / "answer.json", json.dumps(as_json(found, inputs), indent=1, ensure_ascii=False))]
    for language, name in PAGES.items():
        translate = translator(language)
        notice = translate(NOTICE).format(village=VILLAGE)
        said = report(found, inputs, translate=translate, notice=notice)
        other, label = OTHER[language]
        answer.append((folder / name, page.render(said, language=language, other_language=(PAGES[other], label))))
    write(*answer)


def remains_table(village: Village) -> str:
    header = ["Зразок", *_columns()]
    return _lines([header, *([profile.name, *_cells(profile)] for profile in village.remains)])


def families_table(village: Village) -> str:
    header = ["Родина", "Спорідненість", "Зразок", *_columns()]
    rows = (
        [reference.family, reference.relationship, reference.profile.name, *_cells(reference.profile)]
        for reference in village.references
    )
    return _lines([header, *rows])


def frequency_table() -> str:
    """The frequencies as laboratories in Ukraine would write them: alleles by loci, with decimal commas."""
    table = nist_1036_caucasian().by_name
    alleles = sorted({allele for locus in KIT for allele in table[locus].alleles}, key=float)
    rows = [["Алель", *KIT]]
    for allele in alleles:
        frequencies = (
            dict(zip(table[locus].alleles, table[locus].frequencies, strict=True)).get(allele) for locus in KIT
        )
        rows.append([allele, *("" if value is None else repr(value) for value in frequencies)])
    return _lines([[cell.replace(".", ",") for cell in row] for row in rows], separator=";")


def _columns() -> list[str]:
    return [f"{locus} {number}" for locus in (*KIT, "AMEL") for number in (1, 2)]


def _cells(profile: Profile) -> list[str]:
    amelogenin = ("X", "Y") if profile.sex == "M" else ("X", "X")
    genotypes = [*(profile.genotypes.get(locus, ("", "")) for locus in KIT), amelogenin]
    return [allele for genotype in genotypes for allele in genotype]


def _lines(rows: Sequence[Sequence[str]], separator: str = "\t") -> str:
    return "\n".join(separator.join(row) for row in rows) + "\n"
