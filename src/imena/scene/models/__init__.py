"""What is kept: sites, rows of burial journals, crosses, graves and remains, and the acts that speak of them."""

from imena.scene.models.geography import CoordinateSystem, Orthophoto, PlaceInGrave, SiteGrid
from imena.scene.models.graves import (
    Backfilling,
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
from imena.scene.models.journals import EarlierBurial, JournalImport
from imena.scene.models.remains import Exhumation, Joining, Remains, Separation
from imena.scene.models.settlements import DiscrepancySettlement
from imena.scene.models.sites import BurialSite, Clearance, ExhumationOrder, SiteReport, SiteStep

__all__ = [
    "Backfilling",
    "BurialSite",
    "Clearance",
    "CoordinateSystem",
    "Cross",
    "CrossRecord",
    "Discrepancy",
    "DiscrepancySettlement",
    "EarlierBurial",
    "Exhumation",
    "ExhumationOrder",
    "FoundAs",
    "Grave",
    "GraveLocation",
    "GraveOpening",
    "Joining",
    "JournalEntry",
    "JournalImport",
    "JournalRow",
    "Orthophoto",
    "PlaceInGrave",
    "Remains",
    "Separation",
    "SiteGrid",
    "SiteReport",
    "SiteStep",
]
