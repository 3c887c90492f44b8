"""Reading burial: who lies where, under what kind of name, and what the programme's money was spent on."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from imena.burial.models import Allotment, Expense, PlateChange, Programme, Reburial, ReExhumation
from imena.ledger.standpoint import Standpoint, in_force


def resting_places(seen: Standpoint, *, remains: str = "", plot: str = "") -> dict[str, str]:
    """The plot in which remains lie: number of the remains, number of the plot."""
    only = {name: value for name, value in (("remains", remains), ("plot", plot)) if value}
    moves: list[Reburial | ReExhumation] = [
        *in_force(Reburial, seen).filter(**only),
        *in_force(ReExhumation, seen).filter(**only),
    ]
    places: dict[str, str] = {}
    for move in sorted(moves, key=lambda act: (act.happened_on, act.pk)):
        if isinstance(move, Reburial):
            places[move.remains_id] = move.plot_id
        else:
            places.pop(move.remains_id, None)
    return places


def plates(seen: Standpoint) -> dict[str, str]:
    """How each grave is named now: number of the remains, a value of `NamedAs`."""
    acts: list[Reburial | PlateChange] = [
        *in_force(Reburial, seen),
        *in_force(PlateChange, seen),
    ]
    return {act.remains_id: act.named_as for act in sorted(acts, key=lambda act: (act.happened_on, act.pk))}


@dataclass(frozen=True, slots=True)
class Budget:
    """A programme's money: allotted, spent, and left, in hryvnias; and how many burials it paid for."""

    programme: str
    name: str
    allotted: Decimal
    spent: Decimal
    burials: int
    by_line: dict[str, Decimal]

    @property
    def left(self) -> Decimal:
        return self.allotted - self.spent


def budgets(seen: Standpoint) -> list[Budget]:
    """Every programme's money."""
    found = []
    for programme in Programme.objects.order_by("pk"):
        allotments = list(in_force(Allotment, seen).filter(programme=programme).order_by("pk"))
        if not allotments:
            continue
        expenses = in_force(Expense, seen).filter(programme=programme)
        lines: Iterable[tuple[str, Decimal]] = (
            expenses.order_by("line").values("line").annotate(sum=Sum("amount")).values_list("line", "sum")
        )
        by_line = {line: Decimal(amount).quantize(Decimal("0.01")) for line, amount in lines}
        found.append(
            Budget(
                programme=programme.pk,
                name=allotments[0].name,
                allotted=sum((act.amount for act in allotments), Decimal(0)),
                spent=sum(by_line.values(), Decimal(0)),
                burials=expenses.values("remains").distinct().count(),
                by_line=by_line,
            )
        )
    return found
