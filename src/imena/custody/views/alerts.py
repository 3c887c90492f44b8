"""Alerts: what is wrong with custody, the open ones first."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from imena.custody.alerts import Alert
from imena.custody.models import Alarm
from imena.custody.queries import Custody
from imena.custody.words import Words
from imena.ledger.guards import reason_of
from imena.ledger.models import Entry
from imena.ledger.queries import acts_of
from imena.ui.doing import doing
from imena.ui.pages import may_see, seen_by, show
from imena.ui.templatetags.imena import title_of

A_PAGE = 30
STATES: dict[str, Callable[[Alert], bool]] = {
    "open": lambda alert: alert.open,
    "settled": lambda alert: alert.settled is not None,
    "all": lambda _alert: True,
}
FEW = 12
"""So many objects of an alert are named; of more, the count."""


@may_see("custody.view")
def alert_list(request: HttpRequest) -> HttpResponse:
    """Every alert, open ones first; broken custody alone is red."""
    seen = seen_by(request)
    custody = Custody(seen)
    chosen = request.GET.get("state", "open")
    chosen = chosen if chosen in STATES else "open"
    found = [alert for alert in custody.alerts if STATES[chosen](alert)]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    acts = {act.pk: act for act in acts_of(Entry.objects.filter(pk__in={alert.act for alert in page}))}
    words = Words(custody, (), ())
    return show(
        request,
        "custody/alerts.html",
        seen,
        page=page,
        chosen=chosen,
        total=len(custody.alerts),
        count=len(found),
        alerts=[_shown(alert, acts[alert.act], words, request) for alert in page],
        keep=f"state={chosen}&",
    )


def _shown(alert: Alert, act: Any, words: Words, request: HttpRequest) -> dict[str, Any]:
    """An alert as a page shows it, with the form that settles it where the reader may."""
    settling = alert.open and alert.alarm != Alarm.LOST
    return {
        "alert": alert,
        "label": alert.alarm.label,
        "act": act,
        "act_title": title_of(act),
        "reasons": [str(reason_of(code)) for code in alert.codes],
        "store": words.place(alert.store),
        "few": alert.objects[:FEW],
        "more": max(len(alert.objects) - FEW, 0),
        "doing": doing(request, ["custody.alertsettlement"], alarm=alert.alarm.value, cause=alert.act)
        if settling
        else [],
    }
