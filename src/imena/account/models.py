"""What is kept: bulletins, with the figures as they were published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.ledger.models import Act


class Bulletin(Act):
    """Figures were published, as of a date, with the head of the ledger they were counted from."""

    as_of = models.DateField(_("as of"))
    figures = models.JSONField(_("figures"))
    root = models.CharField(_("root of the ledger"), max_length=64)
    size = models.PositiveBigIntegerField(_("entries"))

    class Meta:
        verbose_name = _("a bulletin was published")
