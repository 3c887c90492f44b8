"""Pages of the scene: sites, graves, the map, journals, reconciliation, and where people lay before."""

from imena.scene.views import (
    days,
    graves,
    histories,
    journals,
    maps,
    orthophotos,
    pages,
    papers,
    points,
    reconciliation,
    sites,
)

__all__ = [
    "days",
    "graves",
    "histories",
    "journals",
    "maps",
    "orthophotos",
    "pages",
    "papers",
    "points",
    "reconciliation",
    "sites",
]
