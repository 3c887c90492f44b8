"""Cases that ask for coefficients: of relatedness, of mutation."""

from imena.casework.cases.reading import Results, inbreeding_of, mutation_of, pedigree_of, placed, refuse_unknown
from imena.casework.entries import Entry
from imena.core.errors import InputError
from imena.kinship import Chromosome, Descent, Locus
from imena.kinship.mutation import independent_of_parent
from imena.kinship.stationary import is_reversible, keeps, overall_rate, stationary_distribution

_MATRIX_FIELDS = {"model", "alleles", "freqs", "rate", "rate2", "range", "transform"}


def relatedness(case: Entry) -> Results:
    pedigree = pedigree_of(case["pedigree"])
    ids = [person.id for person in pedigree.people]
    autosomal = Descent(pedigree, inbreeding=inbreeding_of(case))
    x = Descent(pedigree, Chromosome.X, inbreeding_of(case))
    return {
        "kinship": {"ids": ids, "matrix": autosomal.kinship_matrix(ids).tolist()},
        "kinship_X": {"ids": ids, "matrix": x.kinship_matrix(ids).tolist()},
        "inbreeding": {id: autosomal.inbreeding_of(id) for id in ids},
        "pairs": [_pair(pair, autosomal, x) for pair in case["pairs"].list()],
    }


def _pair(entry: Entry, autosomal: Descent, x: Descent) -> Results:
    one, other = (id.text() for id in entry.list())
    for id in (one, other):
        if id not in autosomal.pedigree.members:
            raise InputError("expected members of the pedigree", place=entry.place(id))
    found: Results = {
        "ids": [one, other],
        "kinship": autosomal.kinship(one, other),
        "kinship_X": x.kinship(one, other),
        "condensed_identity": list(autosomal.condensed_identity(one, other)),
    }
    kappa = autosomal.kappa(one, other)
    return found if kappa is None else {**found, "kappa": list(kappa)}


def mutation_matrices(case: Entry) -> Results:
    return {"matrices": [_matrix(entry) for entry in case["matrices"].list()]}


def _matrix(entry: Entry) -> Results:
    """The parameters as they stand, the matrix and what it keeps."""
    refuse_unknown(entry, _MATRIX_FIELDS)
    with placed(entry):
        alleles = tuple(allele.text() for allele in entry["alleles"].list())
        locus = Locus("locus", alleles, tuple(frequency.number() for frequency in entry["freqs"].list()))
        rates = Entry(entry.file, entry.path, {key: part.value for key, part in entry.items() if key.startswith("ra")})
        matrix = mutation_of(entry, rates, rates).at(locus).paternal
    p = locus.probabilities
    return {
        **{key: part.value for key, part in entry.items()},
        "matrix": matrix.tolist(),
        "overall_rate": overall_rate(matrix, p),
        "stationary": keeps(matrix, p),
        "reversible": is_reversible(matrix, p),
        "always_lumpable": independent_of_parent(matrix) is not None,
        "stationary_distribution": stationary_distribution(matrix).tolist(),
    }
