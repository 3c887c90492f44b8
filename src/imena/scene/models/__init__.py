"""What is kept: sites, rows of burial journals, crosses, graves and remains, and the acts that speak of them."""

from imena.scene.models.graves import (
    Cross,
    CrossRecord,
    Discrepancy,
    FoundAs,
    Grave,
    GraveLocation,
    GraveOpening,
    JournalEntry,
    JournalRow,
)
from imena.scene.models.remains import Exhumation, Joining, Remains, Separation
from imena.scene.models.sites import BurialSite, Clearance, ExhumationOrder, SiteReport, SiteStep

__all__ = [
    "BurialSite",
    "Clearance",
    "Cross",
    "CrossRecord",
    "Discrepancy",
    "Exhumation",
    "ExhumationOrder",
    "FoundAs",
    "Grave",
    "GraveLocation",
    "GraveOpening",
    "Joining",
    "JournalEntry",
    "JournalRow",
    "Remains",
    "Separation",
    "SiteReport",
    "SiteStep",
]
