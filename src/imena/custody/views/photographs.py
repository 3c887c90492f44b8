"""Pages of photographs and files: blurred until asked for, for those alone whose work needs them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from imena.core import clock
from imena.core.errors import ImenaError
from imena.core.when import When
from imena.custody import files, pictures
from imena.custody.acts import file_content
from imena.custody.forms import FileForm
from imena.custody.models import FileKind, Filing, Number
from imena.ledger.acts import Actor
from imena.ledger.standpoint import Standpoint, in_force
from imena.people.models import Operation, User
from imena.ui.act_forms import said
from imena.ui.pages import EVERY, Link, also_on, may_see, seen_by, show

PICTURES = ("image/jpeg", "image/png", "image/webp")
"""What a browser is given to show; anything else is given to be saved."""
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """A file with what became of it and what it says of itself."""

    act: Filing
    kept: files.Kept
    exif: list[tuple[str, str]]

    @property
    def is_picture(self) -> bool:
        return self.kept == files.Kept.INTACT and self.act.media_type.startswith("image/")


@also_on(EVERY)
def _files_of(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    if not request.user.has_perm("custody.photographs"):
        return None
    count = in_force(Filing, seen).filter(object=number).count()
    title = _("Photographs and files") + (f" ({count})" if count else "")
    return {"href": f"/n/{number}/files/", "title": title}


@may_see("custody.photographs")
def object_files(request: HttpRequest, number: str) -> HttpResponse:
    """The photographs and files of an object, and a form for more."""
    known = get_object_or_404(Number, pk=number)
    form = FileForm(request.POST or None, request.FILES or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, known, form)
        except ImenaError as error:
            refused = said(error)
        else:
            messages.success(request, _("The file is kept."))
            return redirect("object-files", number)
    seen = seen_by(request)
    acts = in_force(Filing, seen).filter(object=number).select_related("entry__author").order_by("pk")
    context = {"number": number, "files": [_shown(act) for act in acts], "form": form, "refused": refused}
    return show(request, "custody/files.html", seen, may_add=request.user.has_perm("custody.filing"), **context)


def _add(request: HttpRequest, known: Number, form: FileForm) -> None:
    if not isinstance(request.user, User) or not request.user.has_perm("custody.filing"):
        raise PermissionDenied
    given = form.cleaned_data["content"]
    content = given.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise files.FilesError("the file {name} is larger than {limit} bytes", name=given.name, limit=LARGEST)
    file_content(
        by=Actor(request.user, Operation.objects.get()),
        happened=When.day(clock.today()),
        object=known,
        kind_of_file=FileKind(form.cleaned_data["kind_of_file"]),
        content=content,
        media_type=given.content_type or "application/octet-stream",
        name=given.name or "",
        caption=form.cleaned_data["caption"],
        taken_at=pictures.taken_at(content),
    )


def _shown(act: Filing) -> Shown:
    try:
        content = files.read(act.sha256, act.object_id)
    except ImenaError:
        return Shown(act, files.Kept.DAMAGED, [])
    if content is None:
        return Shown(act, files.state(act), [])
    return Shown(act, files.Kept.INTACT, pictures.exif(content))


@may_see("custody.photographs")
def file_page(request: HttpRequest, sequence: int, size: str = "") -> HttpResponse:
    """A file as it was kept; or, of a picture, the copy that a page shows, or the blurred one."""
    act = get_object_or_404(Filing, pk=sequence)
    content = files.read(act.sha256, act.object_id)
    if content is None or act.pk in seen_by(request).set_aside:
        raise Http404
    if size:
        copy = {"shown": pictures.shown, "blurred": pictures.blurred}[size](content)
        if copy is None:
            raise Http404
        return HttpResponse(copy, content_type="image/jpeg")
    if act.media_type in PICTURES:
        return HttpResponse(content, content_type=act.media_type)
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{act.sha256[:12]}"'
    return response
