"""Forms of custody that ask for more than one act takes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from imena.custody.models import FileKind


class FileForm(forms.Form):
    """Photographs or other files to be added to an object."""

    content = forms.FileField(label=_("file"))
    kind_of_file = forms.ChoiceField(label=_("kind of file"), choices=FileKind.choices)
    caption = forms.CharField(label=_("what it shows"), required=False, max_length=500)
