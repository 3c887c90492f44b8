"""Everything that changes custody: one function for each act."""

from imena.custody.acts.coffins import check_coffin, check_coffin_again, make_coffin_ready, set_out, use_vehicle
from imena.custody.acts.ends import destroy, find_again, give_out, lose, settle, take_back
from imena.custody.acts.filing import file_content, file_expected
from imena.custody.acts.handling import break_seal, divide, hand_over, receive, seal, store
from imena.custody.acts.numbers import give_number, make_labels
from imena.custody.acts.stores import (
    change_capacity,
    close_store,
    cut_power,
    open_store,
    read_temperature,
    return_power,
)

__all__ = [
    "break_seal",
    "change_capacity",
    "check_coffin",
    "check_coffin_again",
    "close_store",
    "cut_power",
    "destroy",
    "divide",
    "file_content",
    "file_expected",
    "find_again",
    "give_number",
    "give_out",
    "hand_over",
    "lose",
    "make_coffin_ready",
    "make_labels",
    "open_store",
    "read_temperature",
    "receive",
    "return_power",
    "seal",
    "set_out",
    "settle",
    "store",
    "take_back",
    "use_vehicle",
]
