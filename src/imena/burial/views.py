"""Pages of burial: who lies where, a plot, and the programme's money."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from imena.antemortem.queries import names_of
from imena.burial.models import CostLine, Expense, NamedAs, PlotAssignment, Reburial
from imena.burial.queries import budgets, plates, resting_places
from imena.ledger.queries import timeline
from imena.ledger.standpoint import Standpoint, in_force
from imena.reconciliation.rulings import identifications
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_of, seen_by, show


def _named(seen: Standpoint) -> dict[str, str]:
    """The persons that remains were decided to be: number of the remains, number of the person."""
    return {remains: ruling.proposal.person_id for remains, ruling in identifications(seen).items()}


@may_see("burial.view")
def burials(request: HttpRequest) -> HttpResponse:
    """The burial book: who lies where, since when, and under what kind of name."""
    seen = seen_by(request)
    places, named_as, persons = resting_places(seen), plates(seen), _named(seen)
    assignments = {act.remains_id: act for act in in_force(PlotAssignment, seen).order_by("pk")}
    reburied = {act.remains_id: act for act in in_force(Reburial, seen).order_by("happened_on", "pk")}
    listed: list[dict[str, Any]] = [
        {
            "remains": number,
            "plot": assignments.get(number),
            "reburied": reburied[number],
            "named_as": named_as[number],
            "label": NamedAs(named_as[number]).label,
            "person": persons.get(number, ""),
        }
        for number in places
    ]
    chosen = request.GET.get("named_as", "")
    rows = [row for row in listed if not chosen or row["named_as"] == chosen]
    rows.sort(key=lambda row: (row["reburied"].happened_on, row["remains"]), reverse=True)
    page = Paginator(rows, 60).get_page(request.GET.get("page"))
    shown = {row["person"] for row in page if row["named_as"] == NamedAs.NAMED}
    return show(
        request,
        "burial/burials.html",
        seen,
        page=page,
        total=len(rows),
        names=names_of(seen, shown) if request.user.has_perm("account.names") else {},
        chosen=chosen,
        kinds=NamedAs.choices,
        keep=f"named_as={chosen}&" if chosen else "",
        plan=drawings.plan(list(_marks(listed)), title=_("Plan of the plots"), scale_label=_("10 m")) if listed else "",
        key=drawings.plan_key({str(kind): str(label) for kind, label in _plan_states().items()}),
        doing=doing(
            request, ["burial.burialdecision", "burial.plotassignment", "burial.reburial", "burial.platechange"]
        ),
    )


def _plan_states() -> dict[str, Any]:
    return {"named": NamedAs.NAMED.label, "presumed": NamedAs.PRESUMED.label, "numbered": NamedAs.NUMBER.label}


def _marks(listed: list[dict[str, Any]]) -> Any:
    """Plots on a plan: sections side by side, rows below each other, two and a half metres from one to the next."""
    state = {NamedAs.NAMED: "named", NamedAs.PRESUMED: "presumed", NamedAs.NUMBER: "numbered"}
    for row in listed:
        plot = row["plot"]
        if plot is None:
            continue
        section = int(plot.section) if plot.section.isdigit() else 1
        yield drawings.PlanMark(
            x=((section - 1) % 3) * 42 + plot.place * 2.5,
            y=-((section - 1) // 3) * 24 - plot.row * 3.5,
            label=f"{plot.section}-{plot.row}-{plot.place}: {row['label']}",
            state=state[NamedAs(row["named_as"])],
            href=f"/n/{plot.plot_id}/",
        )


@page_of("burial.plot")
@may_see("burial.view")
def plot_page(request: HttpRequest, number: str) -> HttpResponse:
    """A plot, and who lies in it."""
    seen = seen_by(request)
    assignment = in_force(PlotAssignment, seen).filter(plot=number).order_by("pk").last()
    if assignment is None:
        raise Http404
    lying = [remains for remains, plot in resting_places(seen, plot=number).items() if plot == number]
    persons = {remains: person for remains, person in _named(seen).items() if remains in lying}
    named_as = plates(seen)
    names = names_of(seen, persons.values()) if request.user.has_perm("account.names") else {}
    return show(
        request,
        "burial/plot.html",
        seen,
        number=number,
        assignment=assignment,
        lying=[
            {
                "remains": remains,
                "name": names.get(persons.get(remains, ""), "") if named_as.get(remains) == NamedAs.NAMED else "",
                "label": NamedAs(named_as[remains]).label,
            }
            for remains in lying
        ],
        acts=timeline(number, seen),
        doing=doing(request, ["burial.reburial", "burial.platechange", "burial.reexhumation"], plot=number,
                    remains=assignment.remains_id),
    )  # fmt: skip


@may_see("burial.money")
def money(request: HttpRequest) -> HttpResponse:
    """What was allotted, what was spent on what, and what is left."""
    seen = seen_by(request)
    found = budgets(seen)
    labels = dict(CostLine.choices)
    page = Paginator(in_force(Expense, seen).order_by("-happened_on", "-pk"), 50).get_page(request.GET.get("page"))
    return show(
        request,
        "burial/money.html",
        seen,
        budgets=[
            {
                "budget": budget,
                "lines": [(labels[line], amount) for line, amount in budget.by_line.items()],
                "average": budget.spent / budget.burials if budget.burials else None,
            }
            for budget in found
        ],
        page=page,
        keep="",
        doing=doing(request, ["burial.allotment", "burial.expense"], programme=found[0].programme if found else ""),
    )


@page_of("burial.programme")
def programme_page(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """A programme is shown with its money."""
    return money(request)
