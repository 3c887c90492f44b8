"""Everything that changes the scene: one function for each act."""

from imena.scene.acts.geography import lay_orthophoto, place_in_grave, set_grid
from imena.scene.acts.graves import backfill, locate_grave, open_grave, record_cross, take_over_journal_row
from imena.scene.acts.journals import record_earlier_burial, take_over_journal
from imena.scene.acts.remains import exhume, join, separate
from imena.scene.acts.settlements import settle
from imena.scene.acts.sites import clear_site, order_exhumation, report_site, step_site

__all__ = [
    "backfill",
    "clear_site",
    "exhume",
    "join",
    "lay_orthophoto",
    "locate_grave",
    "open_grave",
    "order_exhumation",
    "place_in_grave",
    "record_cross",
    "record_earlier_burial",
    "report_site",
    "separate",
    "set_grid",
    "settle",
    "step_site",
    "take_over_journal",
    "take_over_journal_row",
]
