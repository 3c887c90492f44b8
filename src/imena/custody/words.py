"""Custody in words: who a holder is, what a place is called, what an object is, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.apps import apps
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imena.custody.chain import Holding, Where
from imena.custody.models import Container, StoreOpening
from imena.custody.origins import place_names
from imena.custody.queries import Custody, kinds_of
from imena.ledger.standpoint import in_force
from imena.people.models import AgencyEntry, User
from imena.ui.templatetags.imena import in_latin


@dataclass(frozen=True, slots=True)
class Row:
    """An object in a list: its number and kind, where it is and with whom, since when, in what."""

    number: str
    kind: str
    where: str
    place: str
    holder: str
    since: date
    container: str
    seal: str


class Words:
    """Names for a page, each kind of them read once. `places`: the numbers of the places that the page shows."""

    def __init__(self, custody: Custody, numbers: Iterable[str], holdings: Iterable[Holding]) -> None:
        self.custody = custody
        self.numbers = set(numbers)
        self.places = {holding.place for holding in holdings if holding.place}

    @cached_property
    def _users(self) -> dict[str, str]:
        return {f"user:{user.pk}": user.get_full_name() for user in User.objects.all()}

    @cached_property
    def _agencies(self) -> dict[str, str]:
        entries = in_force(AgencyEntry, self.custody.seen).order_by("pk")
        english = get_language() != "uk"
        return {f"agency:{act.agency_id}": act.name_en if english else act.name for act in entries}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return kinds_of(self.numbers | self.places)

    @cached_property
    def _places(self) -> dict[str, str]:
        named: dict[str, str] = {}
        for kind, names in place_names().items():
            asked = [number for number in self.places if self._kinds.get(number) == kind]
            if asked:
                named |= names(asked, self.custody.seen)
        return named

    def holder(self, key: str) -> str:
        """A holder by key: a user's name, an agency's, someone outside as written, or the act that says who it is."""
        sort, _colon, rest = key.partition(":")
        if sort == "act":
            return _("whoever act № %(act)s names") % {"act": rest}
        if sort == "user":
            return in_latin(self._users.get(key, rest))
        return self._agencies.get(key, rest) if sort == "agency" else in_latin(rest)

    def kind(self, number: str) -> str:
        """What an object is: remains, sample, portion."""
        kind = self._kinds.get(number)
        return str(apps.get_model(kind)._meta.verbose_name) if kind else ""

    def place(self, number: str) -> str:
        """A place as people call it: grave 222, the name of a store; else its kind and number."""
        if not number:
            return ""
        if number in self.custody.stores:
            return store_name(self.custody.stores[number].opening)
        return f"{self.kind(number)} {self._places.get(number, number)}".strip()

    def where(self, holding: Holding) -> str:
        """Where something is, in a few words."""
        place = self.place(holding.place)
        if holding.where is Where.STORED:
            return place
        label = str(where_label(holding.where))
        return f"{label}: {place}" if place else label

    def row(self, number: str, holding: Holding) -> Row:
        return Row(
            number,
            self.kind(number),
            self.where(holding),
            holding.place,
            "" if holding.where in (Where.BURIED, Where.DESTROYED, Where.USED_UP) else self.holder(holding.holder),
            holding.since,
            container_words(holding.container),
            holding.seal,
        )


def store_name(opening: StoreOpening) -> str:
    return opening.name if get_language() == "uk" else opening.name_en


def container_words(container: str) -> str:
    """A container with its label: bag КБ-0017."""
    sort, _colon, label = container.partition(":")
    return f"{Container(sort).label} {label}".strip() if sort in Container.values else ""


def where_label(where: Where) -> str:
    return {
        Where.FOUND: _("where it was found"),
        Where.HELD: _("with someone"),
        Where.HANDED: _("handed over, not confirmed yet"),
        Where.STORED: _("in a store"),
        Where.LOST: _("not where it should be"),
        Where.RELEASED: _("released"),
        Where.BURIED: _("laid to rest"),
        Where.DESTROYED: _("destroyed"),
        Where.USED_UP: _("used up"),
    }[where]
