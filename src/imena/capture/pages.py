"""The field page, the worker that keeps it at hand without network, and the package of data for a device."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from imena.capture.field_forms import offered
from imena.capture.package import package
from imena.capture.precache import PAGE, kept_addresses, path_of, version
from imena.capture.words import codes, words
from imena.ledger.queries import opening
from imena.people.models import User
from imena.ui.pages import may_see, seen_by

LANGUAGES = ("uk", "en")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@require_GET
@may_see("scene.view")
@ensure_csrf_cookie
def field_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The page itself: forms and words in both languages, and nothing of any case."""
    return HttpResponse(_page(), headers={"Content-Security-Policy": POLICY})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker, with the list of what it keeps and the version of that."""
    kept = {"version": version(_page()), "page": PAGE, "addresses": kept_addresses()}
    code = path_of("capture/worker.js").read_text(encoding="utf-8")
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": PAGE, "Content-Security-Policy": POLICY}
    return HttpResponse(f"const KEPT = {json.dumps(kept)};\n{code}", content_type="text/javascript", headers=headers)


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What a telephone needs to know to put the page among its applications."""
    with translation.override("uk"):
        said = {
            "name": _("Imena in the field"),
            "short_name": _("Imena"),
            "lang": "uk",
            "start_url": PAGE,
            "scope": PAGE,
            "id": PAGE,
            "display": "standalone",
            "background_color": "#fbf9f4",
            "theme_color": "#1f5c46",
            "icons": [
                {"src": "/static/capture/icons/192.png", "sizes": "192x192", "type": "image/png"},
                {"src": "/static/capture/icons/512.png", "sizes": "512x512", "type": "image/png"},
                {
                    "src": "/static/capture/icons/maskable.png",
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
                {"src": "/static/capture/icons/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            ],
        }
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")


@require_GET
@may_see("scene.view")
@ensure_csrf_cookie
def package_view(request: HttpRequest) -> HttpResponse:
    """The data that a device takes along."""
    assert isinstance(request.user, User)
    return JsonResponse(package(request.user, seen_by(request)), json_dumps_params={"ensure_ascii": False})


def _page() -> str:
    """The page as every device keeps it: the same for every reader, in both languages at once."""
    spoken = {}
    for language in LANGUAGES:
        with translation.override(language):
            spoken[language] = _spoken(language)
    with translation.override("uk"):
        return render_to_string(
            "capture/field.html",
            {
                "spoken": list(spoken.values()),
                "said": {
                    language: {"words": each["words"], "codes": each["codes"]} for language, each in spoken.items()
                },
                "synthetic": opening().synthetic,
            },
        )


def _spoken(language: str) -> dict[str, Any]:
    """What the page says in one language. Read while that language is spoken."""
    acts = list(offered())
    with_forms = [{"act": act, "form": render_to_string("capture/field_form.html", {"act": act})} for act in acts]
    return {"language": language, "words": words(), "codes": codes(), "acts": with_forms}
