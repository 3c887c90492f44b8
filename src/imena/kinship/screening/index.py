"""The index: the rows of all families kept in memory, so that one new profile or family is compared at once."""

from collections.abc import Sequence

import numpy as np

from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Sex
from imena.kinship.screening.observations import CodeArray, Observed
from imena.kinship.screening.parts import code_of
from imena.kinship.screening.rows import Group, Rows, Worth, rows_of
from imena.kinship.screening.search import Part, parts_of


class Index:
    """Remains and families at hand. `compiled` as in `screen_part`."""

    def __init__(
        self, remains: Observed, groups: Sequence[Group], models: Sequence[LocusModel], *, compiled: bool = True
    ) -> None:
        self.remains, self.models = remains, tuple(models)
        self._code = code_of(compiled=compiled)
        self._worths = [Worth(observations) for observations in remains.observations]
        self._parts = parts_of(groups)
        self._rows = [rows_of(part.groups, models, self._worths, self._code) for part in self._parts]

    def of_profile(self, codes: Sequence[int], sex: Sex | None) -> FloatArray:
        """log10 LR of a profile with every family, (families,); minus infinity where the sex is another.

        `codes`: what it shows at each locus, numbered by the observer of the remains, which may have met it just now.
        """
        found = [self._of_part(part, rows, codes, sex) for part, rows in zip(self._parts, self._rows, strict=True)]
        return np.concatenate(found) if found else np.empty(0)

    def _of_part(self, part: Part, rows: Rows, codes: Sequence[int], sex: Sex | None) -> FloatArray:
        total = np.zeros(len(part))
        for place, code in enumerate(codes):
            if code < self._worths[place].width:
                total += rows.values[rows.starts[:, place] + code]
            else:
                total += self._unmet(part, place, code)
        sexes = [group.relation.sex for group in part.groups]
        other = np.repeat([sex is not None and each not in (None, sex) for each in sexes], [*map(len, part.groups)])
        total[other | np.isneginf(rows.log_relatives)] = -np.inf
        return total

    def _unmet(self, part: Part, place: int, code: int) -> FloatArray:
        """log10 LR at one locus of an observation that no remains had when the index was made, (families,)."""
        worth = Worth(self.remains.observations[place], (0, code))
        groups = [group.at(place) for group in part.groups]
        rows = rows_of(groups, [self.models[place]], [worth], self._code)
        return np.asarray(rows.values[rows.starts[:, 0] + 1])

    def of_families(self, group: Group) -> FloatArray:
        """log10 LR of new families of one relation with all remains, (families, remains)."""
        rows = rows_of([group], self.models, self._worths, self._code)
        codes: CodeArray = self.remains.codes
        found = np.zeros((len(group), len(codes)))
        for family in range(len(group)):
            for place, begin in enumerate(rows.starts[family]):
                found[family] += rows.values[begin : begin + self._worths[place].width][codes[:, place]]
        wanted = group.relation.sex
        found[:, [wanted is not None and sex not in (None, wanted) for sex in self.remains.sexes]] = -np.inf
        found[np.isneginf(rows.log_relatives)] = -np.inf
        return found
