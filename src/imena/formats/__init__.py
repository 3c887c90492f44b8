"""Formats: what laboratories have on disk, read into small neutral values. No genetics here."""

from imena.formats.familias import FamiliasDatabase, FamiliasLocus, FamiliasMutation, read_familias
from imena.formats.frequencies import Frequencies, LocusFrequencies, read_frequencies
from imena.formats.genotypes import (
    GenotypeRow,
    GenotypeTable,
    SampleStream,
    read_families,
    read_remains,
    stream_families,
    stream_remains,
)
from imena.formats.loci import canonical_allele, canonical_locus
from imena.formats.notes import Note
from imena.formats.relationships import Kin, Relationship, known_words, parse_relationship
from imena.formats.tables import Row, Table, read_table

__all__ = [
    "FamiliasDatabase",
    "FamiliasLocus",
    "FamiliasMutation",
    "Frequencies",
    "GenotypeRow",
    "GenotypeTable",
    "Kin",
    "LocusFrequencies",
    "Note",
    "Relationship",
    "Row",
    "SampleStream",
    "Table",
    "canonical_allele",
    "canonical_locus",
    "known_words",
    "parse_relationship",
    "read_familias",
    "read_families",
    "read_frequencies",
    "read_remains",
    "read_table",
    "stream_families",
    "stream_remains",
]
