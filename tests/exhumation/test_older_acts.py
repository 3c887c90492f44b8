"""Acts recorded before a field was added to their kind: they are verified, and exported, as they were."""

import json

import pytest
from django.db import models

from house import DAY, House
from imena.ledger.export import lines
from imena.ledger.models import Entry
from imena.ledger.verification import verify
from imena.ledger.verifier import problems_of_values
from imena.scene import acts as scene
from imena.scene.models import Exhumation, FoundAs

pytestmark = pytest.mark.operation
ADDED = ("completeness", "condition", "container", "depth_cm")


def without_added_fields(kind: type[Exhumation]) -> list[models.Field]:  # type: ignore[type-arg]
    apart = {"entry", "salt", "sealed_content", *ADDED}
    return [field for field in kind._meta.concrete_fields if field.name not in apart]


def test_an_exhumation_without_the_later_fields_is_verified_and_exported(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    grave = house.grave(house.cleared_site())
    with monkeypatch.context() as earlier:
        earlier.setattr(Exhumation, "committed_fields", classmethod(without_added_fields))
        act = scene.exhume(by=house.by["recovery_lead"], happened=DAY, grave=grave, found_as=FoundAs.MAN)
    later = scene.exhume(
        by=house.by["recovery_lead"], happened=DAY, grave=grave, found_as=FoundAs.MAN, container="мішок"
    )
    assert not set(ADDED) & json.loads(act.entry.body)["commitments"].keys()

    assert verify().problems == []
    exported = list(lines(Entry.objects.count()))
    for line in exported:
        assert list(problems_of_values(0, line["body"], line["opened"])) == []
    fields = [{value["field"] for value in exported[each.pk - 1]["opened"]} for each in (act, later)]
    assert fields[1] - fields[0] == set(ADDED)
