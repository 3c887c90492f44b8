"""Where is everything: by store, by holder, on the way, at the site, gone; and the page of a store."""

from collections import Counter
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from imena.custody.alerts import Cut
from imena.custody.chain import ENDED, Holding, Where
from imena.custody.models import TemperatureReading
from imena.custody.queries import Custody, StoreView, cuts
from imena.custody.words import Words, store_name, where_label
from imena.ledger.queries import timeline
from imena.ledger.standpoint import Standpoint, in_force
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_of, seen_by, show

A_PAGE = 60
RECORDED = ("custody.sealing", "custody.sealbreaking", "custody.loss", "custody.foundagain", "custody.return",
            "custody.givingout", "custody.division", "custody.destruction", "custody.storeopening")  # fmt: skip


@may_see("custody.view")
def where_is_everything(request: HttpRequest) -> HttpResponse:
    """Every object that custody follows, counted by where it is; or a list of those somewhere, or with someone."""
    seen = seen_by(request)
    custody = Custody(seen)
    where, holder = request.GET.get("where", ""), request.GET.get("holder", "")
    chosen = {number: held for number, held in custody.holdings.items() if _chosen(held, where, holder)}
    words = Words(custody, (), ())
    page, rows = paged(request, custody, chosen) if where or holder else (None, [])
    open_alerts = [alert for alert in custody.alerts if alert.open]
    return show(
        request,
        "custody/where.html",
        seen,
        total=len(custody.holdings),
        stores=[store_row(store) for store in custody.stores.values()],
        elsewhere=_elsewhere(custody),
        holders=_holders(custody, words),
        chosen=words.holder(holder) if holder else where_label(Where(where)) if where in list(Where) else "",
        count=len(chosen),
        page=page,
        rows=rows,
        keep=f"where={where}&holder={holder}&",
        open_alerts=len(open_alerts),
        broken=sum(alert.broken for alert in open_alerts),
        doing=doing(request, RECORDED),
    )


def _chosen(held: Holding, where: str, holder: str) -> bool:
    return (not where or held.where == where) and (not holder or (held.holder == holder and held.where not in ENDED))


def _elsewhere(custody: Custody) -> list[dict[str, Any]]:
    """Everything outside a store, counted by where it is, in the order of its way."""
    counts = Counter(held.where for held in custody.holdings.values())
    return [
        {"where": str(where), "label": where_label(where), "count": counts[where]}
        for where in Where
        if where is not Where.STORED and counts[where]
    ]


def _holders(custody: Custody, words: Words) -> list[dict[str, Any]]:
    """Who holds how many, those with most first."""
    counts = Counter(held.holder for held in custody.holdings.values() if held.where not in ENDED)
    return [{"key": key, "name": words.holder(key), "count": count} for key, count in counts.most_common()]


def store_row(store: StoreView) -> dict[str, Any]:
    """A store in a list, with its bar."""
    inside = len(store.inside)
    title = _("%(inside)s in %(places)s places") % {"inside": inside, "places": store.capacity}
    return {
        "number": store.opening.store_id,
        "name": store_name(store.opening),
        "kind": store.opening.get_kind_of_store_display(),
        "inside": inside,
        "places": store.capacity,
        "over": inside - store.capacity,
        "closed": store.closing,
        "bar": drawings.capacity(inside, store.capacity, title=title),
    }


def paged(request: HttpRequest, custody: Custody, chosen: dict[str, Holding]) -> tuple[Page[str], list[Any]]:
    """One page of objects, with what is said of each."""
    page = Paginator(sorted(chosen), A_PAGE).get_page(request.GET.get("page"))
    shown = {number: chosen[number] for number in page}
    words = Words(custody, shown, shown.values())
    return page, [words.row(number, held) for number, held in shown.items()]


@page_of("custody.store")
@may_see("custody.view")
def store_page(request: HttpRequest, number: str) -> HttpResponse:
    """A store: how full it is, what is in it, whether its power and cold held."""
    seen = seen_by(request)
    custody = Custody(seen)
    store = custody.stores.get(number)
    if store is None:
        raise Http404
    page, rows = paged(request, custody, {each: custody.holdings[each] for each in store.inside})
    return show(
        request,
        "custody/store.html",
        seen,
        number=number,
        store=store,
        row=store_row(store),
        keeper=Words(custody, (), ()).holder(f"agency:{store.opening.agency_id}"),
        page=page,
        rows=rows,
        keep="",
        cuts=[_cut(cut) for cut in cuts(seen) if cut.store == number],
        readings=_readings(number, seen),
        alerts=[alert for alert in custody.alerts if alert.store == number],
        acts=timeline(number, seen)[-A_PAGE:],
        doing=doing(
            request,
            ["custody.capacitychange", "custody.powercut", "custody.temperaturereading", "custody.storeclosing"],
            store=number,
        ),
        back=request.user.has_perm("custody.powerreturn"),
    )


def _cut(cut: Cut) -> dict[str, Any]:
    hours = (cut.ended - cut.began).total_seconds() / 3600 if cut.ended else None
    return {"act": cut.act, "began": cut.began, "ended": cut.ended, "hours": hours}


def _readings(store: str, seen: Standpoint) -> list[TemperatureReading]:
    return list(in_force(TemperatureReading, seen).filter(store=store).order_by("-happened_on", "-pk")[:20])
