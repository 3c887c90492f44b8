"""Drawings, made by the house as SVG: in the page's own colours, with a title, without script, and good in print."""

from imena.ui.drawings.evidence import LocusWeight, evidence
from imena.ui.drawings.layers import Lying, layer
from imena.ui.drawings.pedigree import Member, Sex, State, legend, pedigree
from imena.ui.drawings.plan import PlanMark, PlanPicture, plan, plan_key
from imena.ui.drawings.series import Line, Mark, series, series_narrow
from imena.ui.drawings.way import Stage, way, way_narrow

__all__ = [
    "Line",
    "LocusWeight",
    "Lying",
    "Mark",
    "Member",
    "PlanMark",
    "PlanPicture",
    "Sex",
    "Stage",
    "State",
    "evidence",
    "layer",
    "legend",
    "pedigree",
    "plan",
    "plan_key",
    "series",
    "series_narrow",
    "way",
    "way_narrow",
]
