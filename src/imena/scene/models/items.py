"""What is kept of items: exhibits, and the personal effects of the dead."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Number, Numbered
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed


class Item(Numbered):
    """A thing that was found with remains or in a grave."""

    class Meta:
        verbose_name = _("item")


class Category(models.TextChoices):
    """What an item is. The exhibits come first, the personal effects after them."""

    BULLET = "bullet", _("bullet")
    AMMUNITION = "ammunition", _("fragment of ammunition")
    LIGATURE = "ligature", _("ligature")
    BLINDFOLD = "blindfold", _("blindfold")
    PHONE = "phone", _("telephone")
    EXHIBIT = "exhibit", _("another exhibit")
    CLOTHING = "clothing", _("clothing")
    FOOTWEAR = "footwear", _("footwear")
    JEWELLERY = "jewellery", _("jewellery")
    DOCUMENT = "document", _("document")
    RELIGIOUS = "religious", _("religious object")
    EFFECT = "effect", _("another personal effect")


class ItemFound(Act):
    """An item was found. What it looks like is sealed: an inscription may be a name."""

    class Held(models.TextChoices):
        EXHIBIT = "exhibit", _("exhibit")
        EFFECT = "effect", _("personal effect")

    SEALED_UNDER = "found_with"
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    found_with = models.ForeignKey(
        Number, on_delete=models.PROTECT, related_name="+", verbose_name=_("found with the remains, or in the grave")
    )
    held_as = models.CharField(_("held as"), max_length=8, choices=Held.choices)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    position = models.CharField(_("where on the body"), max_length=80, blank=True)
    description = Sealed(_("description"), field=forms.CharField(widget=forms.Textarea), required=True)
    inscription = Sealed(_("inscription"))

    class Meta:
        verbose_name = _("an item was found")
