"""What a reader may record about an object: links to the forms of acts that his or her role includes."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from imena.ledger.registry import registered


def doing(request: HttpRequest, kinds: Iterable[str], **start: Any) -> list[dict[str, Any]]:
    """Links to the forms of these kinds of acts, with what is known already filled in."""
    from urllib.parse import urlencode

    acts = registered()
    query = urlencode({name: value for name, value in start.items() if value})
    return [
        {"href": f"/acts/new/{kind}/?{query}", "title": acts[kind].title}
        for kind in kinds
        if request.user.has_perm(kind)
    ]
