"""Drawings, made by the house as SVG: in the page's own colours, with a title, without script, and good in print."""

from imena.ui.drawings.capacity import capacity
from imena.ui.drawings.evidence import LocusWeight, evidence
from imena.ui.drawings.history import Kin, history
from imena.ui.drawings.layers import Lying, layer
from imena.ui.drawings.movement import Station, movement
from imena.ui.drawings.pedigree import Member, Sex, State, legend, pedigree
from imena.ui.drawings.plan import PlanMark, PlanPicture, plan, plan_key
from imena.ui.drawings.qr import qr
from imena.ui.drawings.series import Line, Mark, series, series_narrow
from imena.ui.drawings.skeleton import Bone, skeleton, skeleton_key
from imena.ui.drawings.way import Stage, way, way_narrow

__all__ = [
    "Bone",
    "Kin",
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
    "Station",
    "capacity",
    "evidence",
    "history",
    "layer",
    "legend",
    "movement",
    "pedigree",
    "plan",
    "plan_key",
    "qr",
    "series",
    "series_narrow",
    "skeleton",
    "skeleton_key",
    "way",
    "way_narrow",
]
