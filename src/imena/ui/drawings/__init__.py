"""Drawings, made by the house as SVG: in the page's own colours, with a title, without script, and good in print."""

from imena.ui.drawings.evidence import LocusWeight, evidence
from imena.ui.drawings.history import Kin, history
from imena.ui.drawings.pedigree import Member, Sex, State, legend, pedigree
from imena.ui.drawings.plan import PlanMark, plan, plan_key
from imena.ui.drawings.series import Line, Mark, series, series_narrow
from imena.ui.drawings.skeleton import Bone, skeleton, skeleton_key
from imena.ui.drawings.way import Stage, way, way_narrow

__all__ = [
    "Bone",
    "Kin",
    "Line",
    "LocusWeight",
    "Mark",
    "Member",
    "PlanMark",
    "Sex",
    "Stage",
    "State",
    "evidence",
    "history",
    "legend",
    "pedigree",
    "plan",
    "plan_key",
    "series",
    "series_narrow",
    "skeleton",
    "skeleton_key",
    "way",
    "way_narrow",
]
