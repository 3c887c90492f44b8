"""Files of a fictional village, as a laboratory would have them on disk: an exercise for `imena match`."""

import json
from collections.abc import Sequence
from pathlib import Path

from imena.casework.writing import write
from imena.demo.village import Village, simulate
from imena.kinship import Profile, nist_1036_caucasian
from imena.laboratory.profiles import KIT


def write_files(folder: Path) -> Village:
    """Simulate the village, and write its files into a folder, as a laboratory has them."""
    folder.mkdir(parents=True, exist_ok=True)
    village = simulate()
    write(
        (folder / "remains.txt", remains_table(village)),
        (folder / "families.txt", families_table(village)),
        (folder / "frequencies.csv", frequency_table()),
        (folder / "truth.json", json.dumps(village.truth, indent=1, ensure_ascii=False)),
    )
    return village


def write_journal_file(folder: Path) -> None:
    """The journal that the demonstration took over, as it was kept with the import."""
    from imena.custody.files import read
    from imena.demo.journal import FILE
    from imena.scene.models import JournalImport

    done = JournalImport.objects.order_by("pk").first()
    content = read(done.sha256, done.site_id) if done else None
    if content is not None:
        (folder / FILE).write_bytes(content)


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
