"""How full a store is: a bar of its places, what is in it, and what is in it beyond its places."""

from imena.ui.drawings.svg import drawing, hatching, identity, path, points, tag

WIDTH, HEIGHT = 320, 20


def capacity(inside: int, places: int, *, title: str) -> str:
    """A bar 320 units wide. What is beyond the places is hatched, past a mark that stands at the last place."""
    whole = max(inside, places, 1)
    end, full = WIDTH * places / whole, WIDTH * min(inside, places) / whole
    hatch = identity("capacity", title)
    parts = [
        hatching(hatch, "capacity-hatch"),
        tag("rect", x=0.5, y=3.5, width=max(end - 1, 0.0), height=HEIGHT - 7, class_="capacity-frame"),
        tag("rect", x=0.5, y=3.5, width=max(full - 1, 0.0), height=HEIGHT - 7, class_="capacity-inside"),
    ]
    if inside > places:
        over = WIDTH * (inside - places) / whole
        parts.append(tag("rect", x=end, y=3.5, width=over, height=HEIGHT - 7, class_="capacity-over"))
        parts.append(tag("rect", x=end, y=3.5, width=over, height=HEIGHT - 7, fill=f"url(#{hatch})"))
        parts.append(path(f"M{points(end, 0)}V{HEIGHT}", "capacity-mark"))
    return drawing("capacity", title, WIDTH, HEIGHT, *parts)
