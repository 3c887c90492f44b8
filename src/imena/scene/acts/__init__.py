"""Everything that changes the scene: one function for each act."""

from imena.scene.acts.graves import locate_grave, open_grave, record_cross, take_over_journal_row
from imena.scene.acts.remains import exhume, join, separate
from imena.scene.acts.sites import clear_site, order_exhumation, report_site, step_site

__all__ = [
    "clear_site",
    "exhume",
    "join",
    "locate_grave",
    "open_grave",
    "order_exhumation",
    "record_cross",
    "report_site",
    "separate",
    "step_site",
    "take_over_journal_row",
]
