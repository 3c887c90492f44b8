"""Laying a picture from above over the plan of a site: the picture, and points whose place on the ground is known."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.errors import ImenaError
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Number
from imena.ledger.acts import Actor
from imena.people.models import Operation, User
from imena.scene.acts import lay_orthophoto
from imena.scene.models import BurialSite
from imena.scene.queries import site
from imena.scene.views.pages import LARGEST_PICTURE, media_type_of
from imena.ui.act_forms import WhenField, said
from imena.ui.pages import may_see, seen_by, show

POINTS = 4
"""As many control points as the form takes; two are enough."""


class PointForm(forms.Form):
    """One control point: where it is in the picture, and where on the site’s grid."""

    x = forms.FloatField(label=_("pixels from the left"), required=False)
    y = forms.FloatField(label=_("pixels from the top"), required=False)
    east = forms.FloatField(label=_("metres east"), required=False)
    north = forms.FloatField(label=_("metres north"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if 0 < sum(value is not None for value in cleaned.values()) < 4:
            raise forms.ValidationError(_("a control point is four numbers"))
        return cleaned

    @property
    def point(self) -> list[float] | None:
        """Pixels, and decimetres; None where nothing was typed."""
        values = self.cleaned_data
        if values.get("x") is None:
            return None
        return [values["x"], values["y"], 10 * values["east"], 10 * values["north"]]


class PictureForm(forms.Form):
    happened = WhenField(label=_("When it was taken"))
    file = forms.FileField(label=_("Picture from above: JPEG, PNG or WebP"))


@may_see("scene.view")
def add_orthophoto(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the picture with the site, and say by two or more points how it lies."""
    if not (request.user.has_perm("scene.orthophoto") and request.user.has_perm("custody.filing")):
        raise PermissionDenied
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PictureForm(data, files, initial={"happened": clock.today().isoformat()})
    points = [PointForm(data, prefix=f"point-{place}") for place in range(1, POINTS + 1)]
    refused = ""
    if request.method == "POST" and all(each.is_valid() for each in (form, *points)):
        try:
            _lay(request, number, form, points)
            return redirect(f"/n/{number}/map/")
        except ImenaError as error:
            refused = said(error)
    context = {"site": found, "number": number, "form": form, "points": points, "refused": refused}
    answer = show(request, "scene/orthophoto.html", seen, **context)
    answer.status_code = 409 if refused else 200
    return answer


def _lay(request: HttpRequest, number: str, form: PictureForm, points: list[PointForm]) -> None:
    """The file and the act, or neither."""
    chosen, happened = form.cleaned_data["file"], form.cleaned_data["happened"]
    if chosen.size > LARGEST_PICTURE:
        raise ImenaError("the picture is larger than 20 MB")
    content = chosen.read()
    assert isinstance(request.user, User)
    by = Actor(request.user, Operation.objects.get())
    with transaction.atomic():
        filed = file_content(
            by=by,
            happened=happened,
            object=Number.objects.get(pk=number),
            kind_of_file=FileKind.PHOTOGRAPH,
            content=content,
            media_type=media_type_of(content),
            name=str(chosen.name),
        )
        lay_orthophoto(
            by=by,
            happened=happened,
            site=BurialSite.objects.get(pk=number),
            picture=filed,
            points=[point for each in points if (point := each.point) is not None],
        )
