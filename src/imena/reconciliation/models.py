"""What is kept: comparison runs, candidates, examiners' conclusions, presumptions, and decisions with signatures."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from imena.antemortem.models import Family, MissingPerson
from imena.custody.models import Numbered
from imena.ledger.models import Act
from imena.ledger.sealed import Sealed
from imena.scene.models import Remains


class Decision(Numbered):
    """A decision of the identification board, from its proposal on."""

    class Meta:
        verbose_name = _("decision")


class ComparisonRun(Act):
    """Remains were compared with families. What was compared with what, and what was left out and why, is kept.

    `remains`: number → act with the profile. `families`: number → acts with the pedigree and the profiles. `blocks`:
    pairs of lists; every set of remains of the first was compared with every family of the second. `left_out`:
    number → code of the reason. `by_chance`: by how many relatives and close ones are typed, how many pairs were
    compared and found, and how many would be found on average if nobody belonged to anyone.
    """

    software = models.CharField(_("software"), max_length=60)
    frequencies = models.CharField(_("frequency table"), max_length=120)
    settings = models.JSONField(_("settings"))
    inputs = models.CharField(_("hash of the inputs"), max_length=64)
    remains = models.JSONField(_("remains"))
    families = models.JSONField(_("families"))
    blocks = models.JSONField(_("compared"))
    left_out = models.JSONField(_("left out"))
    pairs = models.PositiveIntegerField(_("pairs compared"))
    by_chance = models.JSONField(_("found, and expected by chance"), default=list)

    class Meta:
        verbose_name = _("a comparison was run")


class JointRun(Act):
    """All remains and all the missing of families were weighed at once (`kinship.joint`).

    `remains`, `families`, `left_out` and `inputs` as in a comparison run. `method` and `bound`: whether every
    assignment counts, or all but this share of the whole. `answers`: what was found, in lists: `named`, `kin`, `sets`,
    `outsiders`, `unresolved`; numbers of remains and persons, posteriors and log10 LR as text.
    """

    software = models.CharField(_("software"), max_length=60)
    frequencies = models.CharField(_("frequency table"), max_length=120)
    settings = models.JSONField(_("settings"))
    inputs = models.CharField(_("hash of the inputs"), max_length=64)
    remains = models.JSONField(_("remains"))
    families = models.JSONField(_("families"))
    left_out = models.JSONField(_("left out"))
    method = models.CharField(_("method"), max_length=10)
    bound = models.CharField(_("left unvisited, at most"), max_length=20)
    answers = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("everybody was weighed together")


class Candidate(Act):
    """Remains and a missing person whose DNA fits: something to look at, not a decision.

    Found by a comparison run, pair by pair, or by a joint run: then others of the family are typed by their remains.
    """

    SEALED_UNDER = "remains"
    run = models.ForeignKey(
        ComparisonRun, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("comparison run")
    )
    joint = models.ForeignKey(
        JointRun, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("joint run")
    )
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", verbose_name=_("family"))
    log10_lr = models.DecimalField(_("log10 LR"), max_digits=9, decimal_places=4)
    prior = models.DecimalField(_("prior"), max_digits=12, decimal_places=10)
    posterior = models.DecimalField(_("posterior"), max_digits=12, decimal_places=10)
    relatives = models.PositiveSmallIntegerField(_("relatives typed"))
    close_relatives = models.PositiveSmallIntegerField(_("close relatives typed"))
    loci = Sealed(_("log10 LR by locus"), field=forms.JSONField())

    class Meta:
        verbose_name = _("a candidate was found")

    @property
    def found_by(self) -> "ComparisonRun | JointRun":
        """The run that found it."""
        found = self.joint or self.run
        assert found is not None
        return found


class Method(models.TextChoices):
    FINGERPRINTS = "fingerprints", _("fingerprints")
    TEETH = "teeth", _("teeth")
    IMPLANT = "implant", _("implant with a serial number")
    RECOGNITION = "recognition", _("recognition")
    EFFECTS = "effects", _("personal effects")
    DOCUMENTS = "documents", _("documents")


class ExaminerConclusion(Act):
    """An examiner compared remains with a missing person by another method than DNA, and concluded."""

    class Conclusion(models.TextChoices):
        IDENTIFICATION = "identification", _("the same person")
        SUPPORTS = "supports", _("supports that it is the same person")
        INCONCLUSIVE = "inconclusive", _("inconclusive")
        EXCLUSION = "exclusion", _("not the same person")

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    method = models.CharField(_("method"), max_length=14, choices=Method.choices)
    conclusion = models.CharField(_("conclusion"), max_length=16, choices=Conclusion.choices)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("an examiner concluded")


class Presumption(Act):
    """Remains are presumed to be a person (preliminary identification): a name, but no decision."""

    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    ground = models.CharField(_("on the ground of"), max_length=14, choices=Method.choices)
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("a name was presumed")


class PresumptionEnd(Act):
    """A presumed name was given up."""

    presumption = models.ForeignKey(
        Presumption, on_delete=models.PROTECT, related_name="+", verbose_name=_("presumption")
    )
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("a presumed name was given up")


class Basis(models.TextChoices):
    """What an identification rests on, first of all."""

    DNA = "dna", _("DNA")
    FINGERPRINTS = "fingerprints", _("fingerprints")
    TEETH = "teeth", _("teeth")
    RECOGNITION = "recognition", _("recognition")
    COURT = "court", _("court decision")


class Rule(models.TextChoices):
    """The rules for identifications, each in force for a time: `gates`."""

    SINGLE_METHOD = "single-method", _("one method; recognition suffices")
    ICMP_UA_2026 = (
        "icmp+ua-2026",
        _("DNA of at least 99.95 %, fingerprints, teeth or an implant; and a second relative or method"),
    )


class Proposal(Act):
    """A decision was proposed: an identification, a burial under a presumed name, or a revocation."""

    class Purpose(models.TextChoices):
        IDENTIFICATION = "identification", _("identification")
        PRESUMED_NAME = "presumed_name", _("burial under a presumed name")
        REVOCATION = "revocation", _("revocation")

    SEALED_UNDER = "person"
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name=_("decision"))
    purpose = models.CharField(_("purpose"), max_length=14, choices=Purpose.choices)
    remains = models.ForeignKey(Remains, on_delete=models.PROTECT, related_name="+", verbose_name=_("remains"))
    person = models.ForeignKey(
        MissingPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("missing person")
    )
    basis = models.CharField(_("basis"), max_length=14, choices=Basis.choices, blank=True)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("candidate")
    )
    revokes = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("revokes")
    )
    gate = models.CharField(_("rule in force"), max_length=40, choices=Rule.choices, blank=True)
    document = models.CharField(_("document"), max_length=120)
    reasoning = Sealed(_("reasoning"), field=forms.CharField(widget=forms.Textarea), required=True)

    class Meta:
        verbose_name = _("a decision was proposed")


class Signature(Act):
    """Someone signed a decision. With the second signature it is taken."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name=_("decision"))
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposal"))

    class Meta:
        verbose_name = _("a decision was signed")


class Suspension(Act):
    """An identification was suspended: release, burial and publication stop."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name=_("decision"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("an identification was suspended")


class Resumption(Act):
    """A suspension was lifted after the evidence was checked again."""

    suspension = models.ForeignKey(Suspension, on_delete=models.PROTECT, related_name="+", verbose_name=_("suspension"))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name=_("decision"))
    document = models.CharField(_("document"), max_length=120)

    class Meta:
        verbose_name = _("a suspension was lifted")
