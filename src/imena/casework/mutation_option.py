"""The mutation model as it is typed on a command line: `stepwise:0.002/0.0005,rate2=1e-6,range=0.1`."""

from imena.core.errors import ImenaError
from imena.core.said import mark
from imena.kinship import Mutation, MutationModel, Rates

_FORM = mark(
    "mutation {text}: expected MODEL:RATE or MODEL:FATHERS/MOTHERS, the model being none, equal, proportional, "
    "stepwise, onestep or dawid, and each rate a number from 0 to 1"
)
_MORE = ("rate2", "range")


def parse_mutation(text: str) -> Mutation:
    """Read a mutation model. Raises `ImenaError` where it is not written so."""
    model, _, parameters = text.partition(":")
    if model == MutationModel.NONE and not parameters:
        return Mutation()
    rates, *more = parameters.split(",")
    try:
        paternal, maternal = _pair(rates)
        options = dict(option.split("=") for option in more)
        if model not in list(MutationModel) or not options.keys() <= set(_MORE):
            raise ValueError(text)
        pairs = {name: _pair(value) for name, value in options.items()}
        for value in (paternal, maternal, *(each for pair in pairs.values() for each in pair)):
            if not 0 <= value <= 1:
                raise ValueError(text)
    except ValueError:
        raise ImenaError(_FORM, text=text) from None
    return Mutation(
        MutationModel(model),
        Rates(paternal, **{name: pair[0] for name, pair in pairs.items()}),
        Rates(maternal, **{name: pair[1] for name, pair in pairs.items()}),
    )


def _pair(text: str) -> tuple[float, float]:
    """Fathers' and mothers' value; one stands for both."""
    fathers, _, mothers = text.partition("/")
    return float(fathers), float(mothers or fathers)
