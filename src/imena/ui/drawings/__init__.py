"""Drawings, made by the house as SVG: in the page's own colours, with a title, without script, and good in print."""

from imena.ui.drawings.capacity import capacity
from imena.ui.drawings.evidence import LocusWeight, evidence
from imena.ui.drawings.movement import Station, movement
from imena.ui.drawings.pedigree import Member, Sex, State, legend, pedigree
from imena.ui.drawings.plan import PlanMark, plan, plan_key
from imena.ui.drawings.qr import qr
from imena.ui.drawings.series import Line, Mark, series, series_narrow
from imena.ui.drawings.way import Stage, way, way_narrow

__all__ = [
    "Line",
    "LocusWeight",
    "Mark",
    "Member",
    "PlanMark",
    "Sex",
    "Stage",
    "State",
    "Station",
    "capacity",
    "evidence",
    "legend",
    "movement",
    "pedigree",
    "plan",
    "plan_key",
    "qr",
    "series",
    "series_narrow",
    "way",
    "way_narrow",
]
