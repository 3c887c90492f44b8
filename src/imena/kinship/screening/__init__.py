"""Screening: a country's remains against a country's families, every pair, exactly.

`observations` number what profiles show; `relations` say what the typed tell of the one looked for, `rows` what each
observation is worth to each family; `parts` hold some thousands of families against all remains with the compiled
`kernels` (`plain` is their twin); `search` puts the parts together. `index` compares one more, `chance` says how many
hits strangers give.
"""

from imena.kinship.screening.agreement import Agreement, agreement
from imena.kinship.screening.chance import ChanceHits, chance_hits
from imena.kinship.screening.index import Index
from imena.kinship.screening.observations import Observations, Observed, Observer
from imena.kinship.screening.parts import Best, Hits
from imena.kinship.screening.relations import Missing, Relation, SamePerson
from imena.kinship.screening.rows import Group
from imena.kinship.screening.search import PartFound, Progress, Screened, Search, Share, screen

__all__ = [
    "Agreement",
    "Best",
    "ChanceHits",
    "Group",
    "Hits",
    "Index",
    "Missing",
    "Observations",
    "Observed",
    "Observer",
    "PartFound",
    "Progress",
    "Relation",
    "SamePerson",
    "Screened",
    "Search",
    "Share",
    "agreement",
    "chance_hits",
    "screen",
]
