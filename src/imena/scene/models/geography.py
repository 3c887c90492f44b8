"""What is kept of the geography of a site: its grid, pictures of it from above, and where remains lay in a grave."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.custody.models import Filing
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.scene.models.graves import Grave
from imena.scene.models.remains import Remains
from imena.scene.models.sites import BurialSite


class CoordinateSystem(models.TextChoices):
    """The systems in which a surveyor may give an origin, by their EPSG codes."""

    WGS84 = "4326", "WGS 84"
    UCS2000 = "5561", _("UCS-2000, latitude and longitude")
    ZONE_4 = "5562", _("UCS-2000, Gauss–Krüger zone 4")
    ZONE_5 = "5563", _("UCS-2000, Gauss–Krüger zone 5")
    ZONE_6 = "5564", _("UCS-2000, Gauss–Krüger zone 6")
    ZONE_7 = "5565", _("UCS-2000, Gauss–Krüger zone 7")
    TM_7 = "6381", _("UCS-2000, 3° zone 7")
    TM_8 = "6382", _("UCS-2000, 3° zone 8")
    TM_9 = "6383", _("UCS-2000, 3° zone 9")
    TM_10 = "6384", _("UCS-2000, 3° zone 10")
    TM_11 = "6385", _("UCS-2000, 3° zone 11")
    TM_12 = "6386", _("UCS-2000, 3° zone 12")
    TM_13 = "6387", _("UCS-2000, 3° zone 13")


class SiteGrid(Act):
    """Where the origin of a site’s grid lies, and how far its north is turned from true north."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    system = models.CharField(_("coordinate system"), max_length=4, choices=CoordinateSystem.choices)
    north = models.DecimalField(_("latitude, or metres north"), max_digits=16, decimal_places=8)
    east = models.DecimalField(_("longitude, or metres east"), max_digits=16, decimal_places=8)
    rotation = models.DecimalField(
        _("degrees from true north to the grid’s north, clockwise"),
        max_digits=7,
        decimal_places=3,
        default=0,
        validators=[MinValueValidator(-360), MaxValueValidator(360)],
    )

    class Meta:
        verbose_name = _("the grid of a site was set out")


class Orthophoto(Act):
    """A picture from above was laid over the plan of a site, by points whose place on the ground is known."""

    site = models.ForeignKey(BurialSite, on_delete=models.PROTECT, related_name="+", verbose_name=_("burial site"))
    picture = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+", verbose_name=_("picture"))
    points = models.JSONField(_("control points"))
    """For each point: pixels from the left and from the top, decimetres east and north of the site’s origin."""

    class Meta:
        verbose_name = _("an orthophoto was laid over the plan")


class PlaceInGrave(Act):
    """Where remains lay in a grave: the layer, from the top, and the place from its south-western corner."""

    class Facing(models.TextChoices):
        UP = "up", _("face up")
        DOWN = "down", _("face down")
        LEFT = "left", _("on the left side")
        RIGHT = "right", _("on the right side")
        UNKNOWN = "unknown", _("cannot be told")

    SEALED_UNDER = "remains"
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    grave = models.ForeignKey(Grave, on_delete=models.PROTECT, related_name="+", verbose_name=_("grave"))
    layer = models.PositiveSmallIntegerField(_("layer, from the top"), validators=[MinValueValidator(1)])
    east_cm = models.IntegerField(_("centimetres east of the grave’s corner"))
    north_cm = models.IntegerField(_("centimetres north of the grave’s corner"))
    depth_cm = models.PositiveIntegerField(_("depth in centimetres"), null=True, blank=True)
    head_towards = models.PositiveSmallIntegerField(
        _("head towards, in degrees from north"), null=True, blank=True, validators=[MaxValueValidator(360)]
    )
    facing = models.CharField(_("lying"), max_length=10, choices=Facing.choices, default=Facing.UNKNOWN)
    note = Sealed(_("note"))

    class Meta:
        verbose_name = _("where remains lay in a grave was recorded")
