"""Pages of the scene: sites, graves, the map, journals, reconciliation, and where people lay before."""

from imena.scene.views import graves, histories, journals, maps, orthophotos, pages, points, reconciliation, sites

__all__ = ["graves", "histories", "journals", "maps", "orthophotos", "pages", "points", "reconciliation", "sites"]
