"""Labels made ahead: their numbers are of this house, wait on a roll, and are taken once."""

from types import SimpleNamespace

import pytest
import segno
from django.db import transaction
from django.test import Client

from house import DAY, House
from imena.core.numbers import NumberError, make_number
from imena.custody import acts as custody
from imena.custody.models import LabelFor
from imena.ledger.acts import RefusedError, void
from imena.scene import acts as scene
from imena.scene.models import FoundAs
from imena.ui.drawings.qr import QUIET, qr
from keeping import entered

pytestmark = pytest.mark.operation


@pytest.fixture
def roll(house: House) -> SimpleNamespace:
    act = custody.make_labels(by=house.by["recovery_lead"], happened=DAY, label_for=LabelFor.BODY, count=3)
    return SimpleNamespace(act=act, house=house, grave=house.grave(house.cleared_site()))


def exhume(roll: SimpleNamespace, number: str) -> str:
    lead = roll.house.by["recovery_lead"]
    with transaction.atomic():
        return scene.exhume(by=lead, happened=DAY, grave=roll.grave, found_as=FoundAs.MAN, number=number).remains.pk


def test_a_number_from_a_roll_is_taken_once_and_never_made_again(roll: SimpleNamespace) -> None:
    first, second, third = roll.act.numbers
    assert exhume(roll, first.lower().replace("-", "")) == first
    with pytest.raises(RefusedError, match="is taken"):
        exhume(roll, first)
    assert exhume(roll, "") not in (first, second, third)


def test_a_number_of_this_house_that_was_never_made_is_refused_and_one_of_a_device_is_not(
    roll: SimpleNamespace,
) -> None:
    with pytest.raises(RefusedError, match="never made here"):
        exhume(roll, make_number("1MA", 31_000))
    with pytest.raises(NumberError):
        exhume(roll, "1MA-0001-E")
    assert exhume(roll, make_number("4KT", 1)) == make_number("4KT", 1)


def test_a_roll_that_is_void_gives_no_numbers(roll: SimpleNamespace) -> None:
    void(by=roll.house.by["investigator"], target=roll.act.entry, why="зіпсовано")
    with pytest.raises(RefusedError, match="never made here"):
        exhume(roll, roll.act.numbers[0])


@pytest.mark.parametrize("count", [0, 1001])
def test_a_roll_has_a_sensible_length(house: House, count: int) -> None:
    with pytest.raises(RefusedError, match="1 to 1000"):
        custody.make_labels(by=house.by["recovery_lead"], happened=DAY, label_for=LabelFor.BAG, count=count)


def test_the_code_is_that_of_the_number_with_its_quiet_zone() -> None:
    """The dark modules of the drawing are those of the standard's symbol, drawn by runs."""
    import re

    number = make_number("1MA", 12)
    dark = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", qr(number, title=number))
        for step in range(int(width))
    }
    matrix = segno.make(number, error="q", micro=False).matrix
    assert dark == {(x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def test_the_page_of_labels_shows_each_in_its_copies(roll: SimpleNamespace, client: Client) -> None:
    entered(client, roll.house.by["recovery_lead"].user)
    page = client.get(f"/custody/labels/?roll={roll.act.pk}&copies=2&size=50x25").content.decode()
    assert page.count('class="label"') == 6
    assert all(page.count(f'<p class="big">{number}</p>') == 2 for number in roll.act.numbers)
    page = client.get("/custody/labels/", {"numbers": f"{roll.act.numbers[0]} nonsense", "used": "5"}).content.decode()
    assert (page.count('class="label"'), page.count('class="label free"')) == (1, 5)
    assert "nonsense" in page
