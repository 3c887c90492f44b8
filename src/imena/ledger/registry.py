"""The acts of every phase by the kind they record, so that pages, command line and importers find the same function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from imena.ledger.acts import Actor, check_allowed
from imena.ledger.models import Act

P = ParamSpec("P")
R = TypeVar("R", bound=Act)


@dataclass(frozen=True, slots=True)
class Registered:
    """An act: the function that records it, its title as an order, and whether it authorises."""

    kind: type[Act]
    function: Callable[..., Act]
    title: Any
    authorises: bool


_registered: dict[str, Registered] = {}


def act(kind: type[Act], title: Any, *, authorises: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function as the one that records acts of a kind.

    Who may not is refused before anything else is looked at. An act that authorises is refused out of order; any other
    has already happened: it is recorded, and flagged.
    """

    def register(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def allowed(*args: P.args, **content: P.kwargs) -> R:
            check_allowed(kind, cast("Actor", content["by"]))
            return function(*args, **content)

        _registered[kind.kind()] = Registered(kind, allowed, title, authorises)
        return allowed

    return register


def registered() -> dict[str, Registered]:
    """Every act, by kind. The phases' `acts` modules are read first."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("acts")
    return _registered
