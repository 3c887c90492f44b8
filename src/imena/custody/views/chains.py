"""What happened to this: the chain of custody of one object, as a table and as the map of its movement."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from imena.custody.chain import Event, Holding, Link, Where, last
from imena.custody.models import HandOver, Reception, Return
from imena.custody.origins import handled
from imena.custody.queries import Custody
from imena.custody.words import Words, container_words
from imena.ledger.guards import reason_of
from imena.ledger.models import Entry
from imena.ledger.queries import acts_of
from imena.ledger.standpoint import Standpoint
from imena.ui import drawings, pages
from imena.ui.doing import doing
from imena.ui.pages import also_on, may_see, seen_by, show
from imena.ui.templatetags.imena import title_of, when

SHAPES = {
    Where.FOUND: "found",
    Where.HELD: "held",
    Where.HANDED: "handed",
    Where.STORED: "stored",
    Where.LOST: "lost",
}


@may_see("custody.view")
def chain_page(request: HttpRequest, number: str) -> HttpResponse:
    """The chain of custody of one object, from where it was found to where it is."""
    seen = seen_by(request)
    custody = Custody(seen, {number})
    chain = custody.chains.get(number)
    if chain is None:
        raise Http404
    words = Words(custody, {number}, [link.after for link in chain])
    acts = {act.pk: act for act in acts_of(Entry.objects.filter(pk__in={link.event.act for link in chain}))}
    return show(
        request,
        "custody/chain.html",
        seen,
        number=number,
        kind=words.kind(number),
        row=words.row(number, last(chain)),
        lines=[_line(link, words, acts[link.event.act]) for link in chain],
        map=drawings.movement(_stations(chain, words, request), title=_("Every place it was in, from the first")),
        alerts=custody_alerts(custody, number),
        doing=doing(
            request,
            ["custody.handover", "custody.reception", "custody.storing", "custody.sealing", "custody.sealbreaking",
             "custody.loss", "custody.foundagain"],
            numbers=number,
        ),
    )  # fmt: skip


def custody_alerts(custody: Custody, number: str) -> list[Any]:
    """The alerts that concern one object."""
    return [alert for alert in custody.alerts if number in alert.objects]


def _line(link: Link, words: Words, act: Any) -> dict[str, Any]:
    """A row of the table: both parties, place, seal, condition, and what does not follow."""
    giver = _giver(link.event, link.before)
    return {
        "act": act,
        "title": title_of(act),
        "giver": words.holder(giver) if giver and giver != link.after.holder else "",
        "receiver": words.holder(link.after.holder) if link.after.where is not Where.BURIED else "",
        "where": words.where(link.after),
        "container": container_words(link.after.container),
        "seal": link.after.seal,
        "seals": act.get_seals_display() if isinstance(act, HandOver | Reception) else "",
        "condition": act.condition if isinstance(act, HandOver | Reception | Return) else "",
        "document": getattr(act, "document", ""),
        "problems": _problems(link),
        "uncertain": link.uncertain,
    }


def _giver(event: Event, before: Holding | None) -> str:
    if event.giver is not None:
        return event.giver.key
    return before.holder if before else ""


def _problems(link: Link) -> list[str]:
    return [str(reason_of(f"custody.{problem.value}")) for problem in link.problems]


def _stations(chain: Sequence[Link], words: Words, request: HttpRequest) -> list[drawings.Station]:
    """The places in their order. What changes neither place nor holder is no station, nor is a hand-over apart from
    the reception that confirms it.
    """
    asked = f"?as_of={request.GET['as_of']}" if request.GET.get("as_of") else ""
    found: list[drawings.Station] = []
    wrong: list[str] = []
    before: Holding | None = None
    for link in chain:
        wrong += _problems(link)
        after = link.after
        if before is None or (before.where, before.place, before.holder) != (after.where, after.place, after.holder):
            confirms = before is not None and before.where is Where.HANDED and before.holder == after.holder
            if confirms and after.where is Where.HELD:
                wrong = [*found.pop().wrong, *wrong]
            found.append(_station(link, words, asked, tuple(dict.fromkeys(wrong))))
            wrong = []
        before = after
    return found


def _station(link: Link, words: Words, asked: str, wrong: Sequence[str]) -> drawings.Station:
    """A station, called after its place; where an object is with someone, after him or her."""
    after = link.after
    row = words.row("", after)
    with_someone = after.where in (Where.HELD, Where.HANDED)
    return drawings.Station(
        shape=SHAPES.get(after.where, "ended"),
        when=when(link.event.on),
        title=row.holder if with_someone else row.where,
        detail=row.where if after.where is Where.HANDED else "" if with_someone else row.holder,
        href=f"/n/{after.place}/{asked}" if after.place else None,
        wrong=wrong,
    )


def whereabouts(request: HttpRequest, number: str, seen: Standpoint) -> pages.Link | None:
    """Where an object is, as the words of a link to its chain."""
    if not request.user.has_perm("custody.view"):
        return None
    custody = Custody(seen, {number})
    held = custody.holdings.get(number)
    if held is None:
        return None
    row = Words(custody, {number}, [held]).row(number, held)
    said = {"where": row.where, "day": when(held.since), "holder": row.holder}
    title = _("Custody: %(where)s, %(holder)s, since %(day)s") if row.holder else _("Custody: %(where)s, since %(day)s")
    return {"href": f"/custody/chain/{number}/", "title": title % said}


for _kind in sorted(handled()):
    also_on(_kind)(whereabouts)
