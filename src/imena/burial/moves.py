"""How custody of remains ends: released, laid to rest; and how it is taken up again."""

from collections.abc import Iterable, Iterator

from imena.burial.guards import NO_SUCH_PLOT, laid_elsewhere, plot_taken
from imena.burial.models import Plot, PlotAssignment, Reburial, ReExhumation, Release
from imena.custody.chain import Where
from imena.custody.coffins import contradicts
from imena.custody.origins import begins_again, ends, names_places
from imena.ledger.guards import Reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.models import Remains

ends(Release, "remains", Where.RELEASED)
ends(Reburial, "remains", Where.BURIED, at="plot")
begins_again(ReExhumation, "remains", at="plot")


def _names(plots: Iterable[str], seen: Standpoint) -> dict[str, str]:
    acts = in_force(PlotAssignment, seen).filter(plot__in=list(plots))
    return {act.plot_id: f"{act.section}-{act.row}-{act.place}" for act in acts}


names_places("burial.plot", _names)


@contradicts
def _another_grave(remains: str, plot: str, seen: Standpoint) -> Iterator[Reason]:
    """Other remains lie in the plot or are to lie there, or these are to lie elsewhere."""
    if not Plot.objects.filter(pk=plot).exists():
        yield NO_SUCH_PLOT
    yield from plot_taken(Plot(pk=plot), Remains(pk=remains), seen)
    yield from laid_elsewhere(plot, remains, seen)
