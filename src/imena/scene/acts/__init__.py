"""Everything that changes the scene: one function for each act."""

from imena.scene.acts.days import draw_up_record, form_team, plan_day
from imena.scene.acts.geography import lay_orthophoto, place_in_grave, set_grid
from imena.scene.acts.graves import backfill, locate_grave, open_grave, record_cross, take_over_journal_row
from imena.scene.acts.items import find_item
from imena.scene.acts.journals import record_earlier_burial, take_over_journal
from imena.scene.acts.remains import agree_on_fragments, dispose, exhume, join, separate
from imena.scene.acts.safety import check_explosives, resume_work, stop_work
from imena.scene.acts.settlements import settle
from imena.scene.acts.sites import clear_site, order_exhumation, report_site, set_rules, step_site

__all__ = [
    "agree_on_fragments",
    "backfill",
    "check_explosives",
    "clear_site",
    "dispose",
    "draw_up_record",
    "exhume",
    "find_item",
    "form_team",
    "join",
    "lay_orthophoto",
    "locate_grave",
    "open_grave",
    "order_exhumation",
    "place_in_grave",
    "plan_day",
    "record_cross",
    "record_earlier_burial",
    "report_site",
    "resume_work",
    "separate",
    "set_grid",
    "set_rules",
    "settle",
    "step_site",
    "stop_work",
    "take_over_journal",
    "take_over_journal_row",
]
