"""Photographed pages of a journal: a picture is filed with the site, and its rows are typed beside it."""

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from imena.core import clock
from imena.core.errors import ImenaError
from imena.core.when import When
from imena.custody import files
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Filing, Number
from imena.ledger.acts import Actor, Origin
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force, standpoint
from imena.people.models import Operation, User
from imena.scene.acts import take_over_journal_row
from imena.scene.models import BurialSite, FoundAs, JournalEntry
from imena.scene.queries import site
from imena.ui.act_forms import WhenField, said
from imena.ui.pages import may_see, seen_by, show

LARGEST_PICTURE = 20_000_000
MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
"""What browsers show, by the name that Pillow gives it."""


class RowForm(forms.Form):
    """One row, as it is typed beside its picture."""

    happened = WhenField(label=_("When it was written"))
    place = forms.CharField(label=_("page and line"), max_length=40)
    mark = forms.CharField(label=_("number in the journal"), max_length=40, required=False)
    written_name = forms.CharField(label=_("name as written"), required=False)
    expected = forms.ChoiceField(label=_("written as"), required=False)
    count = forms.IntegerField(label=_("how many are written"), required=False, min_value=1, max_value=999)
    age_as_written = forms.CharField(label=_("age as written"), required=False)
    buried_as_written = forms.CharField(label=_("date of burial as written"), required=False)
    lay_before = forms.CharField(label=_("where buried before, as written"), required=False)
    note = forms.CharField(label=_("remarks as written"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expected"].choices = [("", "—"), *FoundAs.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("mark") and not cleaned.get("written_name"):
            raise forms.ValidationError(_("the row has neither a number nor a name"))
        return cleaned


def pages_of(seen: Standpoint, number: str) -> list[Filing]:
    """The photographed pages that were filed with a site."""
    kinds = (FileKind.SCAN, FileKind.PHOTOGRAPH)
    pages = in_force(Filing, seen).filter(object=number, kind_of_file__in=kinds, media_type__startswith="image/")
    return list(pages.order_by("pk"))


@may_see("custody.photographs")
def add_page(request: HttpRequest, number: str) -> HttpResponse:
    """File the photograph of a page with its site."""
    if not request.user.has_perm("scene.journalentry"):
        raise PermissionDenied
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            filed = _file(request, number)
            return redirect(f"/n/{number}/journal/pages/{filed.pk}/")
        except ImenaError as error:
            refused = said(error)
    answer = show(request, "scene/add_page.html", seen, site=found, number=number, refused=refused)
    answer.status_code = 409 if refused else 200
    return answer


def _file(request: HttpRequest, number: str) -> Filing:
    chosen = request.FILES.get("file")
    if chosen is None:
        raise ImenaError("choose a file")
    if (chosen.size or 0) > LARGEST_PICTURE:
        raise ImenaError("the picture is larger than 20 MB")
    content = chosen.read()
    assert isinstance(request.user, User)
    with transaction.atomic():
        return file_content(
            by=Actor(request.user, Operation.objects.get()),
            happened=When.day(clock.today()),
            object=Number.objects.get(pk=number),
            kind_of_file=FileKind.SCAN,
            content=content,
            media_type=media_type_of(content),
            name=str(chosen.name),
            caption=request.POST.get("caption", "")[:200],
        )


def media_type_of(content: bytes) -> str:
    """What kind of picture this is. Raises `ImenaError` where browsers would not show it."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            found = MEDIA.get(picture.format or "")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        found = None
    if found is None:
        raise ImenaError("expected a picture: JPEG, PNG or WebP")
    return found


@may_see("custody.photographs")
def type_rows(request: HttpRequest, number: str, filing: int) -> HttpResponse:
    """The picture of a page, and beside it a form for its next row."""
    if not request.user.has_perm("scene.journalentry"):
        raise PermissionDenied
    seen = seen_by(request)
    page = next((act for act in pages_of(seen, number) if act.pk == filing), None)
    if page is None:
        raise Http404
    rows = list(in_force(JournalEntry, standpoint()).filter(page=page).order_by("pk"))
    written = str(rows[-1].happened) if rows else clock.today().isoformat()
    form, refused = RowForm(initial={"happened": written}), ""
    if request.method == "POST":
        form = RowForm(request.POST)
        try:
            if form.is_valid():
                _record(request, number, page, form.cleaned_data)
                messages.success(request, _("The row is recorded."))
                return redirect(request.path)
        except ImenaError as error:
            refused = said(error)
    load_keys(row.row_id for row in rows)
    return show(request, "scene/type_rows.html", seen, number=number, filed=page, form=form, rows=rows, refused=refused)


def _record(request: HttpRequest, number: str, page: Filing, values: dict[str, Any]) -> None:
    assert isinstance(request.user, User)
    take_over_journal_row(
        by=Actor(request.user, Operation.objects.get()),
        site=BurialSite.objects.get(pk=number),
        page=page,
        serviceman=True if values["expected"] == FoundAs.SERVICEMAN else None,
        origin=Origin(known_on=clock.today(), source=f"{page.caption or page.name}, SHA-256 {page.sha256[:16]}"),
        **values,
    )


@may_see("custody.photographs")
def page_picture(request: HttpRequest, number: str, filing: int) -> HttpResponse:
    """The photograph of a page: a page of a journal shows none of the dead, so it is not blurred."""
    page = next((act for act in pages_of(seen_by(request), number) if act.pk == filing), None)
    content = files.read(page.sha256, page.object_id) if page is not None else None
    if page is None or content is None:
        raise Http404
    return HttpResponse(content, content_type=page.media_type)
