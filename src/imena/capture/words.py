"""The words of the field page, by the key under which its modules ask for them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from imena.scene.models import Exhumation, FoundAs, GraveOpening

WORDS: dict[str, Any] = {
    "imena": _("Imena"),
    "imena_field": _("Imena in the field"),
    "whole_house": _("All of Imena"),
    "main_menu": _("Main"),
    "to_content": _("To the content"),
    "synthetic": _("Synthetic: the town, its people and their genotypes are made up. No one here ever lived."),
    "today": _("Today"),
    "scan": _("Scan"),
    "outbox": _("Outbox"),
    "settings": _("Settings"),
    "yes": _("yes"),
    "no": _("no"),
    "all": _("all"),
    "close": _("Close"),
    "change": _("Change"),
    "change_answer": _("Change: {answer}"),
    "continue": _("Continue"),
    "done": _("Done."),
    "take": _("Take"),
    "take_out": _("Take out"),
    "reload": _("Reload"),
    "megabytes": _("{amount} MB"),
    "not_secure": _(
        "This page needs a secure connection (HTTPS): without it, the browser lets it keep no key and sign "
        "nothing. Open it under its https:// address. Only on this very machine (localhost) does it work "
        "without."
    ),
    "too_old": _("This browser is too old to sign and keep captures. Use a current Chrome, Firefox or Safari."),
    "cannot_work_here": _("This page cannot work here"),
    "went_wrong": _("Something went wrong"),
    "went_wrong_kept": _(
        "What was signed and what was typed are still kept on this device. Reload the page; if it happens "
        "again, save the outbox to a file."
    ),
    "new_release": _("A new release of this page is ready. Nothing typed is lost when it is reloaded."),
    "device_revoked": _(
        "This device was revoked: the server takes nothing more from it. What was recorded before stays here; "
        "save it to a file and hand it to whoever revoked the device."
    ),
    "offline_waiting": _("No network. Waiting on this device, captures and photographs: {count}."),
    "offline_nothing": _("No network. You can go on recording."),
    "clock_ahead": _(
        "This device’s clock is ahead of the server’s, by minutes: {minutes}. Set it right: every capture "
        "bears its time."
    ),
    "clock_behind": _(
        "This device’s clock is behind the server’s, by minutes: {minutes}. Set it right: every capture bears its time."
    ),
    "storage_nearly_full": _(
        "The storage of this page is nearly full: {used} of {quota}. Hand over what waits, or save it to a file now."
    ),
    "not_allowed": _("No role that you hold includes this."),
    "storage_not_lasting": _(
        "The browser may clear what this page keeps when space runs short. Put the page on the home screen, "
        "or save what waits to a file."
    ),
    "storage_full": _(
        "The storage is full: the last thing was not kept. Everything kept before is still here. Hand it "
        "over, or save it to a file."
    ),
    "signed_out": _("You are signed out. What was recorded is handed over all the same; new data need a sign-in."),
    "sign_in": _("Sign in"),
    "asking_server": _("Asking the server…"),
    "server_not_reached": _("The server could not be reached. Nothing was changed; try again where there is network."),
    "register_device": _("Register this device"),
    "register_why": _(
        "This page works for days without network. First the device makes a key of its own, with which it "
        "signs what you record, and takes the data of the sites along. For that it needs network once."
    ),
    "device_name": _("Name of this device"),
    "device_name_help": _("As you call it: “Telephone of team 3”."),
    "device_name_missing": _("Give the device a name first."),
    "register": _("Register"),
    "device": _("Device"),
    "whose": _("Registered by"),
    "key": _("Key"),
    "data_of": _("Data taken along"),
    "none_yet": _("none yet"),
    "fetch_data": _("Fetch the latest data"),
    "storage": _("Storage"),
    "storage_used": _("{used} of {quota} used"),
    "storage_lasting": _("Safe from being cleared by the browser"),
    "ask_lasting": _("Ask the browser to keep it"),
    "language": _("Language"),
    "theme": _("Look"),
    "theme_usual": _("Usual"),
    "theme_sun": _("For the sun"),
    "clear": _("Clear this device"),
    "clear_why": _(
        "Removes the key, the data and all captures from this device. To record again it must be registered anew."
    ),
    "clear_device": _("Remove everything from this device"),
    "clear_really": _("Remove everything from this device? All that it recorded has arrived."),
    "not_cleared": _(
        "Still waiting here, captures: {captures}, photographs: {files}. Hand them over, or save them to a file first."
    ),
    "clear_although": _("Captures: {captures} and photographs: {files} have not arrived. Remove them for good?"),
    "unfinished": _("Unfinished"),
    "throw_away": _("Throw away"),
    "throw_away_really": _("Throw this away? It is not signed yet, and will be gone."),
    "no_package": _("This device has taken no data along yet. Fetch it under Settings while there is network."),
    "site": _("Burial site"),
    "find_grave": _("Find a grave by its name or number"),
    "no_grave_found": _("No grave here bears this name or number."),
    "which_graves": _("Which graves"),
    "show_more": _("Show more ({shown} of {count})"),
    "grave_called": _("Grave {name}"),
    "cross_called": _("Cross {name}"),
    "remains_called": _("{appearance}, grave {name}"),
    "state_unopened": _("not opened"),
    "state_opened": _("opened"),
    "state_done": _("all exhumed"),
    "state_empty": _("empty"),
    "found_and_exhumed": _("bodies found: {bodies}, exhumed: {exhumed}"),
    "also_to_record": _("Also to record"),
    "not_on_this_device": _("{number} is not known on this device."),
    "expected": _("Expected"),
    "on_crosses": _("On the crosses"),
    "no_cross": _("no cross"),
    "journal": _("Journal"),
    "journal_number": _("Number in the journal"),
    "written_as": _("Written as"),
    "written_name": _("Name as written"),
    "no_journal_row": _("No journal row speaks of this grave."),
    "found": _("Found"),
    "opened_on": _("Opened"),
    "outcome": _("Outcome"),
    "bodies_found": _("Bodies found"),
    "exhumed": _("Exhumed"),
    "recorded_here": _("Recorded on this device"),
    "never_changed": _(
        "A signed capture is never changed. If it is wrong, record it again as it should be: both stay, and a "
        "person settles which one stands."
    ),
    "not_to_forget": _("Not to forget"),
    "on_this_device_only": _("Ticked off on this device only; it is no record."),
    "check_surroundings": _("Grave photographed before it is opened"),
    "check_marker": _("Cross or marker photographed, readable"),
    "check_scale": _("Scale and north arrow in the picture"),
    "check_sapper": _("Sapper has looked at grave and body"),
    "check_depth": _("Depth measured"),
    "check_position": _("Position of the body noted"),
    "check_bag": _("Number on the bag and on the tag"),
    "check_effects": _("Belongings bagged with the body’s number"),
    "check_after": _("Empty grave photographed"),
    "kept_as_typed": _("Kept on this device as you type."),
    "made_here": _("made on this device; write it on the tag"),
    "use_label": _("Use a printed label’s number"),
    "from_label": _("{number}: the number of the printed label"),
    "label_taken": _("{number} is another object’s number already."),
    "answer_missing": _("an answer is needed"),
    "answer_whole": _("a whole number is needed"),
    "answer_when": _("a date is needed: 2026-11-24, 24.11.2026, 2026-11, or two with / between"),
    "answers_missing": _("Some answers are missing"),
    "photographs": _("Photographs"),
    "take_photograph": _("Take a photograph"),
    "choose_photographs": _("Choose pictures"),
    "photographs_kept": _("Kept as they were taken: {count}"),
    "photograph_of": _("Photograph {name}"),
    "show_picture": _("Show the picture"),
    "file_unfit": _("{name} was not kept: a file must not be empty, nor larger than 64 MB."),
    "check_before_signing": _("Check before you sign"),
    "sign_and_keep": _("Sign and keep"),
    "draft_gone": _("Nothing unfinished here"),
    "draft_gone_why": _("It was signed or thrown away, perhaps in another window."),
    "use_unknown": _("Use {number}, not known on this device"),
    "of_many": _("The first {shown} of {count}. Type more, or scan."),
    "check_wrong": _("The check character does not fit; read the number again."),
    "no_number": _("This is no Imena number; one looks like 4KT-0183-M."),
    "scan_hold": _("Hold the label into the picture."),
    "scan_camera": _("Picture of the camera"),
    "scan_no_camera": _("No camera opens here. Choose a picture of the label, or type the number."),
    "scan_nothing": _("No number can be read in this picture."),
    "scan_picture": _("Read from a picture"),
    "scan_typed": _("Or type the number"),
    "send_now": _("Send now"),
    "save_to_file": _("Save to a file"),
    "save_to_file_why": _(
        "The file goes on a stick to the server. Whatever arrived already is taken in once all the same."
    ),
    "captures_waiting": _("Captures waiting"),
    "photographs_waiting": _("Photographs waiting"),
    "some_of_all": _("{some} of {all}"),
    "sending": _("Handing over…"),
    "no_network": _("No network: everything waits here, safely."),
    "line_broke": _("The line broke. Nothing is lost; it is tried again at {moment}."),
    "waits": _("Waits here"),
    "arrived": _("Arrived"),
    "held": _("Arrived, and a person has to settle it"),
    "refused": _("Refused"),
    "capture_kept": _("kept on this device, not handed over yet"),
    "capture_recorded": _("arrived and recorded"),
    "capture_waiting": _("arrived; waits there for what was recorded before it"),
    "capture_held": _("arrived; a person there has to settle it"),
    "capture_set_aside": _("arrived; set aside there by a person"),
    "capture_refused": _("refused"),
    "capture_numbered": _("Capture {place}"),
    "capture_unreadable": _("This capture cannot be read."),
    "signed_at": _("Signed"),
    "place_in_chain": _("Place in this device’s chain"),
    "refused_conflict": _("The server holds another capture under the same mark."),
    "refused_signature": _("The signature does not fit: the capture was changed after it was signed."),
    "refused_unknown_device": _("The server does not know this device."),
    "refused_revoked": _("This device was revoked."),
    "refused_chain": _("It does not follow the capture before it: something in between was changed or lost."),
    "refused_not_allowed": _("Whoever holds this device has no role in the field any more."),
    "refused_key_destroyed": _("What was known of the object was destroyed by an act."),
    "refused_unreadable": _("The server cannot read it."),
    "refused_otherwise": _("The server refused it."),
    "send_again": _("Send once more"),
}

CODES: dict[str, Any] = {
    "found_as": FoundAs.choices,
    "form": Exhumation.Form.choices,
    "outcome": GraveOpening.Outcome.choices,
}
"""The codes that stand in the package of data, by the field in which they stand."""


def words() -> dict[str, str]:
    """Every word in the language that is spoken now."""
    return {key: str(text) for key, text in WORDS.items()}


def codes() -> dict[str, dict[str, str]]:
    """What the codes mean, in the language that is spoken now."""
    return {kind: {str(code): str(label) for code, label in choices} for kind, choices in CODES.items()}
