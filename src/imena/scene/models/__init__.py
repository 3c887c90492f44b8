"""What is kept: sites, rows of burial journals, crosses, graves and remains, and the acts that speak of them."""

from imena.scene.models.days import Capacity, DayPlan, ExhumationRecord, Protocol, Soil, Team, TeamFormation
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
from imena.scene.models.items import Category, Item, ItemFound
from imena.scene.models.journals import EarlierBurial, JournalImport
from imena.scene.models.remains import Disposition, Exhumation, Fate, FragmentPolicy, Joining, Remains, Separation
from imena.scene.models.safety import ExplosivesCheck, ResumeWork, StopWork
from imena.scene.models.settlements import DiscrepancySettlement
from imena.scene.models.sites import BurialSite, Clearance, ExhumationOrder, SiteReport, SiteRules, SiteStep

__all__ = [
    "Backfilling",
    "BurialSite",
    "Capacity",
    "Category",
    "Clearance",
    "CoordinateSystem",
    "Cross",
    "CrossRecord",
    "DayPlan",
    "Discrepancy",
    "DiscrepancySettlement",
    "Disposition",
    "EarlierBurial",
    "Exhumation",
    "ExhumationOrder",
    "ExhumationRecord",
    "ExplosivesCheck",
    "Fate",
    "FoundAs",
    "FragmentPolicy",
    "Grave",
    "GraveLocation",
    "GraveOpening",
    "Item",
    "ItemFound",
    "Joining",
    "JournalEntry",
    "JournalImport",
    "JournalRow",
    "Orthophoto",
    "PlaceInGrave",
    "Protocol",
    "Remains",
    "ResumeWork",
    "Separation",
    "SiteGrid",
    "SiteReport",
    "SiteRules",
    "SiteStep",
    "Soil",
    "StopWork",
    "Team",
    "TeamFormation",
]
