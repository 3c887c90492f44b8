"""The inbox: every capture becomes one act, whatever the line does; what was tampered with is refused and named."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from field_device import FieldDevice, Signed, announced
from house import DAY, House
from imena.capture.acts import revoke_device, set_aside
from imena.capture.envelope import Envelope, EnvelopeError
from imena.capture.inbox import Code, State, hand_over, perform_waiting
from imena.capture.models import Algorithm, CaptureReceipt, Device, Performed, Refusal
from imena.capture.outbox import take
from imena.capture.pieces import PieceError, add_piece, arrived
from imena.core import clock
from imena.core.when import parse_when
from imena.custody import files
from imena.custody.models import Filing
from imena.ledger.acts import RefusedError, destroy
from imena.ledger.models import Entry
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene.models import Exhumation, Grave, GraveOpening

pytestmark = pytest.mark.operation
PICTURE = b"\xff\xd8" + bytes(range(256)) * 700


@pytest.fixture
def grave(house: House) -> Grave:
    return house.grave(house.cleared_site())


@pytest.fixture
def device(house: House) -> FieldDevice:
    return FieldDevice.registered(house.by["recovery_lead"])


def opening(device: FieldDevice, grave: Grave, bodies: int = 1) -> Signed:
    return device.capture("scene.graveopening", {"grave": grave.pk, "outcome": "emptied", "bodies": str(bodies)})


def exhumation(device: FieldDevice, grave: Grave, **options: Any) -> Signed:
    number = options.pop("number", None) or device.number()
    answers = {"grave": grave.pk, "found_as": "woman", "form": "body", "number": number}
    photographs = [announced(PICTURE, number)] if options.pop("photographed", False) else []
    return device.capture("scene.exhumation", answers, photographs, **options)


@pytest.mark.parametrize("algorithm", [Algorithm.ED25519, Algorithm.ECDSA_P256])
def test_a_capture_becomes_an_act_of_its_holder_with_where_it_comes_from(
    house: House, grave: Grave, algorithm: Algorithm
) -> None:
    device = FieldDevice.registered(house.by["recovery_lead"], algorithm)
    answer = opening(device, grave).hand_over()

    assert answer.state == State.RECORDED
    act = GraveOpening.objects.get(grave=grave)
    assert (act.bodies, act.entry.author, act.known_on) == (1, house.by["recovery_lead"].user, date(2023, 3, 1))
    assert act.source == f"польовий запис {device.code}/1"
    receipt = CaptureReceipt.objects.get()
    assert receipt.content == device.captures[0].content.decode()
    assert receipt.performed.act_id == act.pk
    assert verify().problems == []


def test_the_same_capture_again_is_one_and_the_same_id_with_other_content_is_a_conflict(
    device: FieldDevice, grave: Grave
) -> None:
    first = opening(device, grave)
    assert [first.hand_over().state for _ in range(3)] == [State.RECORDED] * 3
    device.place, device.previous = 0, "0" * 64
    other = opening(device, grave, bodies=2)
    answer = other.hand_over()

    assert (answer.state, answer.code) == (State.REFUSED, Code.CONFLICT)
    assert GraveOpening.objects.count() == CaptureReceipt.objects.count() == 1
    assert GraveOpening.objects.get().bodies == 1
    other.hand_over()
    assert Refusal.objects.count() == 1


def test_a_changed_byte_is_refused_and_named_and_changes_nothing(device: FieldDevice, grave: Grave) -> None:
    signed = opening(device, grave)
    before = Entry.objects.count()
    tampered = signed.content.replace(b'"bodies": "1"', b'"bodies": "2"')
    answer = hand_over(tampered, device.code, signed.signature)

    assert (answer.state, answer.code) == (State.REFUSED, Code.SIGNATURE)
    assert Entry.objects.count() == before
    refusal = Refusal.objects.get()
    assert (refusal.capture, refusal.sha256) == (str(answer.capture), hashlib.sha256(tampered).hexdigest())
    assert signed.hand_over().state == State.RECORDED


def test_another_devices_signature_and_an_unknown_device_are_refused(house: House, grave: Grave) -> None:
    one, other = (FieldDevice.registered(house.by["recovery_lead"]) for _ in range(2))
    signed = opening(one, grave)
    assert hand_over(signed.content, one.code, other.sign(signed.content)).code == Code.SIGNATURE
    assert hand_over(signed.content, other.code, signed.signature).code == Code.UNKNOWN_DEVICE
    with pytest.raises(EnvelopeError, match="place"):
        hand_over(signed.content.replace(b'"place": 1', b'"place": 0'), one.code, signed.signature)
    with pytest.raises(EnvelopeError, match="no JSON"):
        hand_over(b"\x00", one.code, "")


def test_what_arrives_out_of_order_waits_and_is_recorded_in_order(device: FieldDevice, grave: Grave) -> None:
    first, second, third = opening(device, grave), exhumation(device, grave), exhumation(device, grave)
    assert third.hand_over().state == State.WAITING
    assert second.hand_over().state == State.WAITING
    assert not GraveOpening.objects.exists()
    assert first.hand_over().state == State.RECORDED
    assert [signed.hand_over().state for signed in (second, third)] == [State.RECORDED] * 2
    assert [act.irregular for act in Exhumation.objects.order_by("pk")] == [[], []]
    assert Performed.objects.count() == 3


def sampling(device: FieldDevice, taken_from: str) -> Signed:
    answers = {"taken_from": taken_from, "material": "bone", "number": device.number()}
    return device.capture("laboratory.sampletaking", answers)


def test_what_speaks_of_another_devices_object_waits_for_it(house: House, grave: Grave) -> None:
    lead, doctor = (FieldDevice.registered(house.by[role]) for role in ("recovery_lead", "forensic_doctor"))
    number = lead.number()
    opened, lifted = opening(lead, grave), exhumation(lead, grave, number=number)
    sample = sampling(doctor, number)
    answer = sample.hand_over()
    assert answer.state == State.WAITING
    assert number in answer.reason
    opened.hand_over()
    assert sample.hand_over().state == State.WAITING
    lifted.hand_over()
    assert sample.hand_over().state == State.RECORDED


def test_what_the_holder_may_not_record_is_kept_and_not_an_act(house: House, grave: Grave) -> None:
    sapper = FieldDevice.registered(house.by["sapper"])
    answer = opening(sapper, grave).hand_over()
    assert answer.state == State.HELD
    assert "sapper" in answer.reason
    assert not GraveOpening.objects.exists()


def test_a_chain_with_another_capture_in_a_place_is_refused(device: FieldDevice, grave: Grave) -> None:
    opening(device, grave).hand_over()
    device.place, honest = 0, device.previous
    device.previous = "0" * 64
    fork = exhumation(device, grave, capture="00000000-0000-4000-8000-000000000001")
    assert fork.hand_over().code == Code.CHAIN
    device.place, device.previous = 1, "1" * 64
    assert exhumation(device, grave).hand_over().code == Code.CHAIN
    device.place, device.previous = 1, honest
    assert exhumation(device, grave).hand_over().state == State.RECORDED


def test_a_capture_put_before_one_that_waits_must_be_the_one_it_names(device: FieldDevice, grave: Grave) -> None:
    first, second = opening(device, grave), exhumation(device, grave)
    assert second.hand_over().state == State.WAITING
    device.place, device.previous = 0, "0" * 64
    other = opening(device, grave, bodies=3)
    assert other.hand_over().code == Code.CHAIN
    assert first.hand_over().state == State.RECORDED


def test_a_lost_device_is_revoked_and_what_it_hands_over_later_refused(
    house: House, device: FieldDevice, grave: Grave
) -> None:
    opening(device, grave).hand_over()
    trusted, later = exhumation(device, grave), exhumation(device, grave)
    revoke_device(by=house.by["investigator"], happened=DAY, device=Device(pk=device.code), reason="загублено", last=2)
    assert later.hand_over().code == Code.REVOKED
    assert trusted.hand_over().state == State.RECORDED
    assert device.captures[0].hand_over().state == State.RECORDED
    assert Exhumation.objects.count() == 1


def test_what_cannot_be_an_act_is_kept_for_a_person_to_settle(house: House, device: FieldDevice, grave: Grave) -> None:
    unfit = device.capture("scene.graveopening", {"grave": grave.pk, "outcome": "emptied", "bodies": "багато"})
    not_offered = device.capture("burial.releasepermission", {"document": "1"})
    answer = unfit.hand_over()
    assert answer.state == State.HELD
    assert "bodies" in answer.reason.lower() or "тіл" in answer.reason
    assert not_offered.hand_over().state == State.HELD
    assert not GraveOpening.objects.exists()

    receipt = CaptureReceipt.objects.get(place=1)
    investigator = house.by["investigator"]
    with pytest.raises(RefusedError, match="only with a reason"):
        set_aside(by=investigator, happened=DAY, receipt=receipt, why=" ")
    set_aside(by=investigator, happened=DAY, receipt=receipt, why="кількість уточнено на папері")
    assert unfit.hand_over().state == State.SET_ASIDE
    assert perform_waiting() == 0


def test_numbers_made_offline_are_the_devices_own_and_never_given_twice(
    house: House, device: FieldDevice, grave: Grave
) -> None:
    other = FieldDevice.registered(house.by["recovery_lead"])
    assert other.code != device.code
    opening(device, grave).hand_over()
    lifted = exhumation(device, grave)
    lifted.hand_over()
    twice = exhumation(device, grave, number=Exhumation.objects.get().remains_id)
    assert twice.hand_over().state == State.HELD
    assert exhumation(device, grave, number=other.number()).hand_over().state == State.HELD
    assert Exhumation.objects.count() == 1


def test_two_observers_who_disagree_stay_two_observations(house: House, device: FieldDevice, grave: Grave) -> None:
    other = FieldDevice.registered(house.by["investigator"])
    assert opening(device, grave, bodies=1).hand_over().state == State.RECORDED
    assert opening(other, grave, bodies=2).hand_over().state == State.RECORDED
    acts = list(GraveOpening.objects.order_by("pk"))
    assert [(act.bodies, act.irregular) for act in acts] == [(1, []), (2, ["scene.opened_twice"])]


def test_a_photograph_arrives_in_pieces_and_is_whole_once_its_hash_fits(device: FieldDevice, grave: Grave) -> None:
    opening(device, grave).hand_over()
    name = hashlib.sha256(PICTURE).hexdigest()
    assert arrived(name) is None
    exhumation(device, grave, photographed=True).hand_over()
    filing = Filing.objects.get()
    assert (filing.sha256, filing.name, filing.taken_at) == (name, "IMG_1.jpg", "2023-03-01T12:11:12")
    assert [each.kept for each in files.check(standpoint())] == [files.Kept.AWAITED]

    found = add_piece(name, 0, PICTURE[:100_000])
    assert (found.have, found.complete) == (100_000, False)
    assert add_piece(name, 0, PICTURE[:100_000]).have == 100_000
    with pytest.raises(PieceError, match="goes on at byte 100000"):
        add_piece(name, 150_000, PICTURE[150_000:])
    found = add_piece(name, 100_000, PICTURE[100_000:])
    assert found.complete
    assert add_piece(name, 100_000, PICTURE[100_000:]).complete
    assert files.read(name, filing.object_id) == PICTURE
    assert [each.kept for each in files.check(standpoint())] == [files.Kept.INTACT]


def test_pieces_that_do_not_give_the_announced_file_are_dropped_and_asked_for_anew(
    device: FieldDevice, grave: Grave
) -> None:
    opening(device, grave).hand_over()
    exhumation(device, grave, photographed=True).hand_over()
    name = hashlib.sha256(PICTURE).hexdigest()
    with pytest.raises(PieceError, match="asked for anew"):
        add_piece(name, 0, PICTURE[:-1] + b"?")
    found = arrived(name)
    assert found is not None
    assert (found.have, found.complete) == (0, False)
    assert add_piece(name, 0, PICTURE).complete


def test_a_damaged_file_is_found_by_reading_it_again(device: FieldDevice, grave: Grave) -> None:
    opening(device, grave).hand_over()
    exhumation(device, grave, photographed=True).hand_over()
    filing = Filing.objects.get()
    add_piece(filing.sha256, 0, PICTURE)
    path = files.path_of(filing.sha256, filing.object_id)
    assert PICTURE[:64] not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert [each.kept for each in files.check(standpoint())] == [files.Kept.DAMAGED]


def test_an_outbox_on_a_stick_is_taken_once(device: FieldDevice, grave: Grave) -> None:
    import base64
    import json

    opening(device, grave)
    exhumation(device, grave, photographed=True)
    name = hashlib.sha256(PICTURE).hexdigest()
    pieces = [
        json.dumps({"file": name, "at": at, "bytes": base64.b64encode(PICTURE[at : at + 50_000]).decode()}).encode()
        for at in range(0, len(PICTURE), 50_000)
    ]
    lines = [signed.line() for signed in device.captures] + pieces
    taken = take("outbox.jsonl", lines)
    assert (taken.counts, taken.complete) == ({State.RECORDED: 2}, 1)
    again = take("outbox.jsonl", lines)
    assert (again.counts, Performed.objects.count()) == ({State.RECORDED: 2}, 2)
    broken = take("outbox.jsonl", [lines[0], b'{"bytes": "\n', *lines[1:]])
    assert [str(problem) for problem in broken.problems] == ["outbox.jsonl, row 2: expected a line of an outbox"]
    assert (broken.counts, broken.complete) == ({State.RECORDED: 2}, 1)


def test_a_camera_without_a_clock_and_text_no_database_keeps_stop_nobody(
    house: House, device: FieldDevice, grave: Grave
) -> None:
    number = device.number()
    opening(device, grave).hand_over()
    answers = {"grave": grave.pk, "found_as": "woman", "form": "body", "number": number}
    photograph = announced(PICTURE, number, taken_at="0000-00-00T00:00:00")
    assert device.capture("scene.exhumation", answers, [photograph]).hand_over().state == State.RECORDED
    assert Filing.objects.get().taken_at == ""
    for unfit in ("Хрест \ud83d", "Хрест \x00"):
        said = {"capture": "00000000-0000-4000-8000-000000000002", "place": 9, "answers": {"inscription": unfit}}
        content = json.dumps({**json.loads(device.captures[0].content), **said}).encode()
        with pytest.raises(EnvelopeError, match="answers"):
            hand_over(content, device.code, device.sign(content))


def test_what_breaks_within_is_held_and_stops_no_other_device(
    house: House, device: FieldDevice, grave: Grave, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imena.capture import inbox

    def break_on_openings(envelope: Envelope) -> Any:
        tried.append(envelope.kind)
        if envelope.kind == "scene.graveopening":
            raise ZeroDivisionError
        return form(envelope)

    tried: list[str] = []
    form = inbox._form
    monkeypatch.setattr(inbox, "_form", break_on_openings)
    with translation.override("en"):
        answer = opening(device, grave).hand_over()
    assert (answer.state, "error within" in answer.reason) == (State.HELD, True)
    other = FieldDevice.registered(house.by["recovery_lead"])
    assert exhumation(other, grave).hand_over().state == State.RECORDED
    assert tried == ["scene.graveopening", "scene.exhumation"], "what is held is not tried again by itself"


def test_a_file_is_announced_for_a_number_and_for_no_path(device: FieldDevice, grave: Grave) -> None:
    photograph = announced(PICTURE, "/../../../keys.json")
    answers = {"grave": grave.pk, "outcome": "emptied", "bodies": "1"}
    with pytest.raises(EnvelopeError, match="object"):
        device.capture("scene.graveopening", answers, [photograph]).hand_over()
    assert arrived(photograph["sha256"]) is None


def test_what_waits_when_its_device_is_revoked_becomes_no_act(house: House, device: FieldDevice, grave: Grave) -> None:
    doctor = FieldDevice.registered(house.by["forensic_doctor"])
    number = device.number()
    sample = sampling(doctor, number)
    assert sample.hand_over().state == State.WAITING
    revoke_device(by=house.by["investigator"], happened=DAY, device=Device(pk=doctor.code), reason="загублено")
    opening(device, grave).hand_over()
    exhumation(device, grave, number=number).hand_over()
    with translation.override("en"):
        answer = sample.hand_over()
    assert answer.state == State.HELD
    assert "revoked" in answer.reason


def test_a_revocation_in_a_year_that_is_not_over_counts_at_once(
    house: House, device: FieldDevice, grave: Grave
) -> None:
    this_year = parse_when(str(clock.today().year))
    revoke_device(by=house.by["investigator"], happened=this_year, device=Device(pk=device.code), reason="загублено")
    assert opening(device, grave).hand_over().code == Code.REVOKED


def test_a_telephone_whose_clock_runs_ahead_records_nothing_that_lies_ahead(device: FieldDevice, grave: Grave) -> None:
    answers = {"happened": "2999-01-01", "grave": grave.pk, "outcome": "emptied", "bodies": "1"}
    answer = device.capture("scene.graveopening", answers, captured_at="2999-01-01T08:00:00Z").hand_over()
    assert answer.state == State.HELD
    assert "2999-01-01" in answer.reason


def test_what_follows_a_refused_capture_does_not_wait_for_it(house: House, device: FieldDevice, grave: Grave) -> None:
    opening(device, grave).hand_over()
    gone = house.exhumed()
    destroy(by=house.by["data_protection"], person=gone.pk, basis="заява")
    answers = {"object": gone.pk, "scheme": "bag", "value": "КБ-7"}
    assert device.capture("custody.givennumber", answers).hand_over().code == Code.KEY_DESTROYED
    assert exhumation(device, grave).hand_over().state == State.RECORDED


def test_one_photograph_of_two_objects_is_handed_over_once(device: FieldDevice, grave: Grave) -> None:
    opening(device, grave).hand_over()
    exhumation(device, grave, photographed=True).hand_over()
    name = hashlib.sha256(PICTURE).hexdigest()
    assert add_piece(name, 0, PICTURE).complete
    exhumation(device, grave, photographed=True).hand_over()
    assert [found.kept for found in files.check(standpoint())] == [files.Kept.INTACT] * 2


def test_where_two_sizes_were_announced_the_hash_decides(device: FieldDevice, grave: Grave) -> None:
    name = hashlib.sha256(PICTURE).hexdigest()
    opening(device, grave).hand_over()
    for size in (7, len(PICTURE)):
        number = device.number()
        answers = {"grave": grave.pk, "found_as": "man", "form": "body", "number": number}
        device.capture("scene.exhumation", answers, [announced(PICTURE, number, size=size)]).hand_over()
    add_piece(name, 0, PICTURE[:7])
    assert add_piece(name, 7, PICTURE[7:]).complete


def test_a_file_of_an_object_whose_key_was_destroyed_is_asked_for_no_more(
    house: House, device: FieldDevice, grave: Grave
) -> None:
    opening(device, grave).hand_over()
    exhumation(device, grave, photographed=True).hand_over()
    filing = Filing.objects.get()
    destroy(by=house.by["data_protection"], person=filing.object_id, basis="заява")
    assert add_piece(filing.sha256, 0, PICTURE).complete


def test_what_was_typed_stands_nowhere_in_clear(device: FieldDevice, grave: Grave) -> None:
    answers = {"grave": grave.pk, "outcome": "emptied", "bodies": "Їжакевич Ганна"}
    assert device.capture("scene.graveopening", answers).hand_over().state == State.HELD
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            assert not any("Їжакевич" in str(value) for row in cursor.fetchall() for value in row), table


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 5), min_size=6, max_size=18))
def test_however_the_line_repeats_and_turns_them_round_each_capture_is_one_act(house: House, order: list[int]) -> None:
    device = FieldDevice.registered(house.by["recovery_lead"])
    grave = house.grave(house.cleared_site())
    opening(device, grave, bodies=5)
    for _ in range(5):
        exhumation(device, grave)
    before = Exhumation.objects.filter(grave=grave).count()
    for place in [*order, *range(5, -1, -1)]:
        device.captures[place].hand_over()

    assert before == 0
    assert Exhumation.objects.filter(grave=grave).count() == 5
    assert GraveOpening.objects.filter(grave=grave).count() == 1
    assert Performed.objects.filter(receipt__device=device.code).count() == 6
    assert [signed.hand_over().state for signed in device.captures] == [State.RECORDED] * 6
