"""Names of loci and alleles: the many ways to write them, and the one way we do."""

import re

_ALIASES = {
    "VWA": "vWA",
    "HUMVWA": "vWA",
    "VWFA31": "vWA",
    "HUMVWA31": "vWA",
    "HUMVWFA31": "vWA",
    "PENTAC": "Penta C",
    "PENTAD": "Penta D",
    "PENTAE": "Penta E",
    "TH01": "TH01",
    "THO1": "TH01",
    "TC11": "TH01",
    "HUMTH01": "TH01",
    "HUMTHO1": "TH01",
    "SE33": "SE33",
    "ACTBP2": "SE33",
    "HUMACTBP2": "SE33",
    "CSF1PO": "CSF1PO",
    "CSF1P0": "CSF1PO",
    "CSF": "CSF1PO",
    "HUMCSF1PO": "CSF1PO",
    "FGA": "FGA",
    "FIBRA": "FGA",
    "HUMFIBRA": "FGA",
    "TPOX": "TPOX",
    "HUMTPOX": "TPOX",
    "AM": "AMEL",
    "AMEL": "AMEL",
    "AMELOGENIN": "AMEL",
    "YINDEL": "Yindel",
}
_NUMBERED = re.compile(r"(D\d{1,2}S\d+|D[XY]S\d+)")


def canonical_locus(label: str) -> str:
    """The name of a locus as Imena writes it: `VWA` is vWA, `PENTA_E` is Penta E; unknown labels only lose spaces."""
    plain = re.sub(r"[\s_\-]", "", label).upper()
    if plain in _ALIASES:
        return _ALIASES[plain]
    if _NUMBERED.match(plain):
        return re.sub(r"\s+", " ", label.strip()).upper()
    return re.sub(r"\s+", " ", label.strip())


_NUMBER = re.compile(r"0*(\d+)(?:[.,](\d+?)0*)?")


def canonical_allele(text: str) -> str | None:
    """An allele as Imena writes it: `9,3` is 9.3, `15.0` is 15. Names that are no numbers stay. None for nothing."""
    stripped = text.strip()
    number = _NUMBER.fullmatch(stripped)
    if number is None:
        return stripped or None
    whole, part = number[1], number[2]
    return f"{whole}.{part}" if part and part != "0" else whole
