"""Where someone lay: the places of burial of a person in turn, as the journal, witnesses and acts have them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from imena.core.when import When, parse_when
from imena.ledger.models import Act
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.models import EarlierBurial, JournalEntry
from imena.scene.queries import graves_of


@dataclass(frozen=True, slots=True)
class Stay:
    """A place where someone lay, since when and until when as far as it is known, who told it, and the act."""

    about: str
    place: str
    since: When | None
    until: When | None
    told_by: str
    act: Act

    @property
    def order(self) -> tuple[str, int]:
        """By the day on which it began, or else ended; what has no date comes first, for it was before the grave."""
        known = self.since or self.until
        return (known.earliest.isoformat() if known else "", self.act.pk)


def history(seen: Standpoint, numbers: Iterable[str]) -> list[Stay]:
    """The earlier burials of remains and of those whom journal rows mean, in the order of time."""
    wanted = list(dict.fromkeys(numbers))
    told = list(in_force(EarlierBurial, seen).filter(about__in=wanted))
    rows = list(in_force(JournalEntry, seen).filter(row__in=wanted))
    load_keys([*(act.about_id for act in told), *(row.row_id for row in rows)])
    stays = [_told(act) for act in told]
    stays += [_written(row) for row in rows if row.lay_before]
    return sorted(stays, key=lambda stay: stay.order)


def rows_about(seen: Standpoint, remains: str) -> list[str]:
    """The journal rows of the grave in which remains were found."""
    location = graves_of(seen, [remains]).get(remains)
    return list(location.journal_rows) if location else []


def _told(act: EarlierBurial) -> Stay:
    return Stay(
        act.about_id,
        act.place or _("the key was destroyed"),
        parse_when(act.lay_from) if act.lay_from else None,
        parse_when(act.lay_until) if act.lay_until else None,
        act.told_by or "",
        act,
    )


def _written(row: JournalEntry) -> Stay:
    told_by = _("the journal, %(place)s") % {"place": row.place}
    return Stay(row.row_id, row.lay_before, None, None, told_by, row)
