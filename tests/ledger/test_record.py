"""Recording: one entry to an act, chained; nothing changed afterwards; seen from a date and as known at a time."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from house import DAY, House
from imena.antemortem.models import MissingReport
from imena.core import clock
from imena.core.when import When, WhenError, parse_when
from imena.custody.acts import give_number
from imena.custody.models import GivenNumber, Number, Scheme
from imena.ledger import sealed, triggers, verifier
from imena.ledger.acts import NotAllowedError, Origin, RefusedError, record, void
from imena.ledger.models import Entry
from imena.ledger.queries import timeline
from imena.ledger.sealed import SealError
from imena.ledger.standpoint import in_force, standpoint
from imena.people.acts import destroy_key, hold, lift_hold
from imena.scene.models import Exhumation, FoundAs

pytestmark = pytest.mark.operation


def test_each_act_has_one_entry_that_follows_the_one_before(house: House) -> None:
    house.exhumed()
    entries = list(Entry.objects.order_by("sequence"))

    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert list(verifier.problems_of_chain([entry.body for entry in entries])) == []
    assert all(entry.act.pk == entry.pk for entry in entries)


def test_an_entry_says_nothing_of_what_was_recorded(house: House) -> None:
    """Only commitments stand in the ledger: neither a name nor a date can be read from it."""
    person = house.missing("Їжакевич")
    body = json.loads(MissingReport.objects.get(person=person).entry.body)

    assert set(body) == {"author", "commitments", "kind", "previous", "recorded_at", "sealed", "sequence", "sets_aside"}
    assert "Їжакевич" not in json.dumps(body, ensure_ascii=False)
    assert "surname" in body["commitments"]


def test_a_name_is_not_at_rest_in_clear(house: House) -> None:
    person = house.missing("Їжакевич")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM antemortem_missingreport WHERE person_id = %s", [person.pk])
        stored = b"|".join(bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                           for value in cursor.fetchone())  # fmt: skip

    assert "Їжакевич".encode() not in stored
    assert MissingReport.objects.get(person=person).surname == "Їжакевич"


@pytest.mark.parametrize("statement", ["UPDATE {table} SET happened_on = '2000-01-01'", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_an_act(house: House, statement: str) -> None:
    house.exhumed()
    with pytest.raises(DatabaseError, match="only appended to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table="scene_exhumation"))


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_mention", "ledger_head", "scene_remains", "custody_number"])
def test_the_database_refuses_to_delete_what_is_only_appended_to(house: House, table: str) -> None:
    from imena.ledger.heads import sign_head

    house.exhumed()
    sign_head()
    with pytest.raises(DatabaseError, match="only appended to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_an_entry_is_not_replaced_either(house: House) -> None:
    house.exhumed()
    replacing = {
        "sqlite": "INSERT OR REPLACE INTO scene_remains SELECT number, operation_id FROM scene_remains",
        "postgresql": "INSERT INTO scene_remains SELECT * FROM scene_remains "
        "ON CONFLICT (number) DO UPDATE SET operation_id = EXCLUDED.operation_id",
    }[connection.vendor]
    with pytest.raises(DatabaseError, match="only appended to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replacing)


def test_every_guarded_table_has_its_trigger(house: House) -> None:
    assert list(triggers.missing()) == []
    with connection.cursor() as cursor:
        name = "imena_guard_scene_exhumation"
        cursor.execute(
            f"DROP TRIGGER {name}_update"
            if connection.vendor == "sqlite"
            else f"DROP TRIGGER {name} ON scene_exhumation"
        )
    assert list(triggers.missing()) == ["scene_exhumation"]
    triggers.install()
    assert list(triggers.missing()) == []


def test_only_a_role_that_includes_it_records_an_act(house: House) -> None:
    before = Entry.objects.count()
    with pytest.raises(NotAllowedError, match="press_officer"):
        give_number(by=house.by["press_officer"], happened=DAY, object=Number(pk="x"), scheme=Scheme.BAG, value="1")

    assert Entry.objects.count() == before


def test_what_is_seen_depends_on_the_day_and_on_what_was_known(house: House) -> None:
    """Recorded today what happened in March 2023: in April nobody knew, whatever day of the world is asked for."""
    site = house.cleared_site()
    april = datetime(2023, 4, 1, tzinfo=UTC)
    remains = house.exhumed(house.grave(site))

    def seen(as_of: str, known_at: datetime | None = None) -> bool:
        return in_force(Exhumation, standpoint(date.fromisoformat(as_of), known_at)).filter(remains=remains).exists()

    assert seen("2023-03-01")
    assert not seen("2023-02-28")
    assert not seen("2023-03-01", april)


def test_an_uncertain_date_counts_once_it_has_surely_passed(house: House) -> None:
    remains = house.exhumed()
    given = Number.objects.get(pk=remains.pk)
    give_number(
        by=house.by["recovery_lead"], happened=parse_when("2023-04"), object=given, scheme=Scheme.BAG, value="7"
    )

    assert not in_force(GivenNumber, standpoint(date(2023, 4, 29))).exists()
    assert in_force(GivenNumber, standpoint(date(2023, 4, 30))).exists()


def test_a_correction_takes_the_place_of_an_act_and_says_why(house: House) -> None:
    remains = house.exhumed()
    first = Exhumation.objects.get(remains=remains)
    content: dict[str, Any] = {"remains": remains, "grave": first.grave, "form": first.form, "found_as": FoundAs.MAN}
    lead = house.by["recovery_lead"]
    with pytest.raises(RefusedError, match="only with a reason"), transaction.atomic():
        record(Exhumation, by=lead, happened=DAY, origin=Origin(corrects=first.entry), **content)

    record(Exhumation, by=lead, happened=DAY, origin=Origin(corrects=first.entry, why="переплутано"), **content)

    now = standpoint()
    assert [act.found_as for act in in_force(Exhumation, now).filter(remains=remains)] == ["man"]
    assert first in list(Exhumation.objects.all()), "what was corrected is kept"
    with pytest.raises(RefusedError, match="corrected already"), transaction.atomic():
        record(Exhumation, by=lead, happened=DAY, origin=Origin(corrects=first.entry, why="знову"), **content)


def test_voiding_works_backwards_and_can_itself_be_voided(house: House) -> None:
    remains = house.exhumed()
    given = Number.objects.get(pk=remains.pk)
    act = give_number(by=house.by["recovery_lead"], happened=DAY, object=given, scheme=Scheme.BAG, value="7")
    with pytest.raises(RefusedError, match="only with a reason"):
        void(by=house.by["investigator"], target=act.entry, why=" ")

    voiding = void(by=house.by["investigator"], target=act.entry, why="не той мішок")

    assert not in_force(GivenNumber, standpoint(DAY.latest)).exists()
    assert act not in timeline(remains.pk, standpoint())
    void(by=house.by["investigator"], target=voiding.entry, why="таки той")
    assert in_force(GivenNumber, standpoint(DAY.latest)).exists()


def test_a_destroyed_key_leaves_the_act_and_takes_the_name(house: House) -> None:
    person = house.missing()
    officer, prosecutor = house.by["data_protection"], house.by["prosecutor"]
    held = hold(by=prosecutor, happened=DAY, person=person.pk, basis="провадження")
    with pytest.raises(RefusedError, match="legal hold"):
        destroy_key(by=officer, happened=DAY, person=person.pk, basis="заява")
    lift_hold(by=prosecutor, happened=DAY, hold=held, basis="закрито")

    destroy_key(by=officer, happened=DAY, person=person.pk, basis="заява")

    act = MissingReport.objects.get(person=person)
    assert act.surname is None
    assert sealed.opened(act) is None
    with pytest.raises(SealError, match="destroyed"):
        sealed.seal("antemortem.missingreport", 1, person.pk, {"surname": "x"}, b"")


def test_a_ciphertext_moved_to_another_act_does_not_open(house: House) -> None:
    one = MissingReport.objects.get(person=house.missing("Перша"))
    other = MissingReport.objects.get(person=house.missing("Друга"))
    other.sealed_content = one.sealed_content

    with pytest.raises(SealError):
        sealed.opened(other)


def test_the_clock_of_a_real_operation_cannot_be_set(db: None) -> None:
    from imena.ledger.acts import open_ledger
    from imena.ledger.queries import forget
    from imena.people.acts import open_operation
    from imena.people.models import User

    forget()
    open_ledger(synthetic=False, data=None)
    user = User.objects.create(username="real")
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)), pytest.raises(RefusedError, match="clock"):
        open_operation(administrator=user, code="real", name="Справжня", name_en="Real")
    forget()


def test_recorded_times_never_go_back(house: House) -> None:
    with clock.at(datetime(2024, 1, 1, tzinfo=UTC)):
        house.cleared_site()
    times = list(Entry.objects.order_by("pk").values_list("recorded_at", flat=True))

    assert times == sorted(times)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(WhenError, match="before it begins"):
        When(date(2023, 2, 2), date(2023, 2, 1))
