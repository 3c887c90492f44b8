"""Right body, right coffin: what was scanned once, twice, and may set out."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from imena.custody.models import CoffinCheck, CoffinRecheck, SettingOut
from imena.ledger.guards import reason_of
from imena.ledger.standpoint import in_force
from imena.ui.doing import doing
from imena.ui.pages import may_see, seen_by, show


@may_see("custody.view")
def coffin_list(request: HttpRequest) -> HttpResponse:
    """Every check, the latest first: what comes next for each, and what stopped it."""
    seen = seen_by(request)
    checks = in_force(CoffinCheck, seen).select_related("entry__author").order_by("-happened_on", "-pk")
    page = Paginator(checks, 40).get_page(request.GET.get("page"))
    rechecks = in_force(CoffinRecheck, seen).filter(first__in=list(page)).select_related("entry__author")
    again = {act.first_id: act for act in rechecks.order_by("pk")}
    out = set(in_force(SettingOut, seen).filter(recheck__in=list(again.values())).values_list("recheck_id", flat=True))
    return show(
        request,
        "custody/coffins.html",
        seen,
        page=page,
        keep="",
        checks=[_check(check, again.get(check.pk), out, request) for check in page],
        doing=doing(request, ["custody.coffincheck", "custody.coffinentry", "custody.vehicleentry"]),
    )


def _check(check: CoffinCheck, second: CoffinRecheck | None, out: set[int], request: HttpRequest) -> dict[str, Any]:
    codes = {*check.irregular, *(second.irregular if second else ())}
    if second is None:
        following = doing(request, ["custody.coffinrecheck"], first=check.pk)
    else:
        following = [] if second.pk in out or codes else doing(request, ["custody.settingout"], recheck=second.pk)
    return {
        "first": check,
        "second": second,
        "set_out": second is not None and second.pk in out,
        "reasons": [str(reason_of(code)) for code in sorted(codes)],
        "doing": following,
    }
