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
    "AMELOGENINA": "AMEL",
    "АМЕЛОГЕНІН": "AMEL",
    "YINDEL": "Yindel",
}
_NUMBERED = re.compile(r"(?:HUM)?(D(?:[0-9]{1,2}|[XY])S[0-9]+.*)")
# Typed on a Ukrainian keyboard, these letters look Latin.
_LOOK_LATIN = str.maketrans("АВСЕНІКМОРТХ", "ABCEHIKMOPTX")


def canonical_locus(label: str) -> str:
    """The name of a locus as Imena writes it: `VWA` is vWA, `PENTA_E` is Penta E; unknown labels only lose spaces."""
    plain = re.sub(r"[\s_\-]", "", label).upper()
    latin = plain.translate(_LOOK_LATIN)
    if alias := _ALIASES.get(plain) or _ALIASES.get(latin):
        return alias
    spaced = re.sub(r"\s+", " ", label.strip())
    numbered = _NUMBERED.fullmatch(latin)
    if numbered is None:
        return spaced
    return numbered[1] if re.fullmatch(r"D[0-9]{1,2}S[0-9]+", numbered[1]) else spaced.upper()


_NUMBER = re.compile(r"0*([0-9]+)(?:[.,]([0-9]+?)0*)?")


def canonical_allele(text: str) -> str | None:
    """An allele as Imena writes it: `9,3` is 9.3, `15.0` is 15. Names that are no numbers stay. None for nothing."""
    stripped = text.strip()
    number = _NUMBER.fullmatch(stripped)
    if number is None:
        return stripped or None
    whole, part = number[1], number[2]
    return f"{whole}.{part}" if part and part != "0" else whole
