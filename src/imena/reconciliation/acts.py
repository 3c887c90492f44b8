"""Everything that changes who remains are thought, presumed or decided to be."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena import __version__
from imena.antemortem.models import FamilyRecord, MissingPerson, MissingReport
from imena.core.when import When
from imena.custody.numbering import new
from imena.kinship import joint, nist_1036_caucasian
from imena.laboratory.profiles import DROPOUT, KIT, MUTATION, THETA
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import Reason, codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import Standpoint, in_force, standpoint
from imena.people.roles import Role
from imena.reconciliation import compare, fits, gates, guards, together, weights
from imena.reconciliation.models import (
    Basis,
    Candidate,
    ComparisonRun,
    Decision,
    ExaminerConclusion,
    JointRun,
    Method,
    Presumption,
    PresumptionEnd,
    Proposal,
    Resumption,
    Signature,
    Suspension,
)
from imena.reconciliation.queries import evidence_for
from imena.reconciliation.rulings import Ruling, identification_of, ruling_of
from imena.scene.models import Remains

AT_LEAST = 3.0
"""The lowest log10 LR of a candidate."""
UNLISTED = 50
"""How many more people than were ever listed the remains could be, by default."""


@act(ComparisonRun, _("Compare remains with families"))
def run_comparison(
    *,
    by: Actor,
    happened: When,
    remains: Sequence[str],
    families: Sequence[str] = (),
    unlisted: int = UNLISTED,
    origin: Origin = HERE_AND_NOW,
) -> ComparisonRun:
    """Compare every pair that was not compared before from the same acts; record the run and its candidates.

    `families`: those with these numbers alone, or all of them. The prior of a pair is 1 / (everyone ever listed +
    `unlisted`).
    """
    seen = standpoint(happened.latest)
    records = in_force(FamilyRecord, seen).order_by("pk")
    inputs = compare.gather(remains, list(records.filter(family__in=families) if families else records), seen)
    listed = in_force(MissingReport, seen).count()
    settings = _settings(listed, unlisted)
    earlier = in_force(ComparisonRun, seen).order_by("pk")
    new = compare.new_blocks(inputs, list(earlier), {"frequencies": _frequencies(), **settings})
    found = list(fits.fits(inputs, new, AT_LEAST))
    blocks = compare.compared(new, inputs)
    prior = Decimal(1) / (listed + unlisted)
    with transaction.atomic(savepoint=False):
        run = record(
            ComparisonRun,
            by=by,
            happened=happened,
            origin=origin,
            software=f"imena {__version__}",
            frequencies=_frequencies(),
            settings=settings,
            inputs=compare.inputs_hash(inputs, blocks),
            remains={number: act for number, (act, _) in inputs.remains.items()},
            families={number: list(family.acts) for number, family in inputs.families.items()},
            blocks=[[rows, columns] for rows, columns in blocks],
            left_out=inputs.left_out,
            pairs=sum(len(rows) * len(columns) for rows, columns in blocks),
            by_chance=fits.expected_by_chance(inputs, blocks, AT_LEAST, found),
        )
        for fit in found:
            _record_candidate(by, happened, run, fit, prior)
    return run


@act(JointRun, _("Weigh everybody together"))
def weigh_together(
    *,
    by: Actor,
    happened: When,
    remains: Sequence[str],
    families: Sequence[str] = (),
    unlisted: int = UNLISTED,
    origin: Origin = HERE_AND_NOW,
) -> JointRun:
    """Weigh every assignment of these remains to the missing at once; record the run, and its candidates.

    `families`: those with these numbers alone, or all of them. Candidates are recorded of families of whom several are
    missing: of the others a comparison run has them. The prior odds of an identification are 1 to `unlisted`, times
    what the ages say.
    """
    seen = standpoint(happened.latest)
    records = in_force(FamilyRecord, seen).order_by("pk")
    chosen = list(records.filter(family__in=families) if families else records)
    inputs = compare.gather(remains, chosen, seen, together=True)
    persons = [person for family in inputs.families.values() for person in family.missing]
    found, ages = weights.found_of(list(inputs.remains), seen), weights.ages_of(persons, seen)
    problem = together.problem_of(inputs, found, weights.weights_of(found, ages), unlisted)
    answer = joint.solve(problem, bound=together.BOUND, claim=together.CLAIM)
    people = [each for each in together.named(problem, answer) if len(inputs.families[each.family].missing) > 1]
    blocks = [(list(inputs.remains), list(inputs.families))]
    with transaction.atomic(savepoint=False):
        run = record(
            JointRun,
            by=by,
            happened=happened,
            origin=origin,
            software=f"imena {__version__}",
            frequencies=_frequencies(),
            settings={**_settings(len(persons), unlisted), "at_least": "", "claim": str(together.CLAIM), "theta": "0"},
            inputs=compare.inputs_hash(inputs, blocks),
            remains={number: act for number, (act, _) in inputs.remains.items()},
            families={number: list(family.acts) for number, family in inputs.families.items()},
            left_out=inputs.left_out,
            method=answer.method.value,
            bound=f"{answer.bound:.2e}",
            answers=together.answers_of(problem, people, answer),
            mentions=sorted({each.family for each in people}),
        )
        for each in people:
            _record_together(by, happened, run, each, Decimal(1) / unlisted)
    return run


def _record_together(by: Actor, happened: When, run: JointRun, named: together.Named, odds: Decimal) -> Candidate:
    prior = odds * Decimal(repr(named.weight))
    return record(
        Candidate,
        by=by,
        happened=happened,
        joint=run,
        remains=Remains(pk=named.remains),
        person=MissingPerson(pk=named.person),
        family_id=named.family,
        log10_lr=Decimal(f"{named.log10_lr:.4f}"),
        prior=round(prior / (1 + prior), 10),
        posterior=round(Decimal(repr(named.posterior)), 10),
        relatives=named.beside,
        close_relatives=named.close,
        loci={locus: f"{value:.4f}" for locus, value in named.by_locus.items()},
    )


def _frequencies() -> str:
    return f"{nist_1036_caucasian().name}, sha256 {nist_1036_caucasian().sha256[:16]}"


def _settings(listed: int, unlisted: int) -> dict[str, object]:
    return {
        "at_least": str(AT_LEAST),
        "dropout": str(DROPOUT),
        "listed": listed,
        "loci": list(KIT),
        "mutation": f"{MUTATION.model}:{MUTATION.male.rate}/{MUTATION.female.rate}",
        "theta": str(THETA),
        "unlisted": unlisted,
    }


def _record_candidate(by: Actor, happened: When, run: ComparisonRun, fit: fits.Fit, prior: Decimal) -> Candidate:
    odds = Decimal(10) ** Decimal(repr(fit.log10_lr)) * prior / (1 - prior)
    return record(
        Candidate,
        by=by,
        happened=happened,
        run=run,
        remains=Remains(pk=fit.remains),
        person=MissingPerson(pk=fit.person),
        family_id=fit.family,
        log10_lr=Decimal(f"{fit.log10_lr:.4f}"),
        prior=round(prior, 10),
        posterior=round(odds / (1 + odds), 10),
        relatives=fit.relatives,
        close_relatives=fit.close_relatives,
        loci={locus: f"{value:.4f}" for locus, value in fit.by_locus.items()},
    )


@act(ExaminerConclusion, _("Record an examiner’s conclusion"))
def conclude(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    person: MissingPerson,
    method: Method,
    conclusion: ExaminerConclusion.Conclusion,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> ExaminerConclusion:
    return record(
        ExaminerConclusion,
        by=by,
        happened=happened,
        origin=origin,
        remains=remains,
        person=person,
        method=method,
        conclusion=conclusion,
        document=document,
    )


@act(Presumption, _("Presume a name"))
def presume(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    person: MissingPerson,
    ground: Method,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> Presumption:
    """An event: someone recognised, or claims. Flagged where it contradicts what is known."""
    reasons = guards.presumption_out_of_order(remains, person, standpoint(happened.latest))
    return record(
        Presumption,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        remains=remains,
        person=person,
        ground=ground,
        document=document,
    )


@act(PresumptionEnd, _("Give up a presumed name"))
def end_presumption(
    *, by: Actor, happened: When, presumption: Presumption, reason: str, origin: Origin = HERE_AND_NOW
) -> PresumptionEnd:
    return record(
        PresumptionEnd,
        by=by,
        happened=happened,
        origin=origin,
        presumption=presumption,
        remains=presumption.remains,
        person=presumption.person,
        reason=reason,
    )


@act(Proposal, _("Propose a decision"), authorises=True)
def propose(
    *,
    by: Actor,
    happened: When,
    purpose: Proposal.Purpose,
    remains: Remains,
    person: MissingPerson,
    document: str,
    reasoning: str,
    basis: Basis | str = "",
    against_gate: bool = False,
    origin: Origin = HERE_AND_NOW,
) -> Proposal:
    """Propose that remains are a person, that they be buried under a presumed name, or that this be revoked.

    An identification is refused against a hard contradiction, and where the rule in force is not met; the investigator
    may decide against the rule, and that is flagged.
    """
    seen = standpoint(happened.latest)
    gate = gates.gate_on(happened.latest)
    evidence = evidence_for(remains.pk, person.pk, seen, court=basis == Basis.COURT)
    revoked = None
    irregular: list[Reason] = []
    if purpose == Proposal.Purpose.REVOCATION:
        revoked = _standing(remains, person, seen)
    elif purpose == Proposal.Purpose.PRESUMED_NAME:
        refuse(_not_presumed(remains, person, evidence, seen))
    else:
        refuse(guards.contradictions(remains, person, evidence, seen))
        irregular = list(gates.unmet(gate, evidence, basis))
        if irregular and not (against_gate and Role.INVESTIGATOR in by.user.roles):
            refuse(irregular)
        irregular += [guards.AGAINST_GATE] if irregular else []
    with transaction.atomic(savepoint=False):
        return record(
            Proposal,
            by=by,
            happened=happened,
            origin=origin,
            irregular=codes(irregular),
            decision=new(Decision, by.operation),
            purpose=purpose,
            remains=remains,
            person=person,
            basis=basis,
            candidate=evidence.candidate if basis == Basis.DNA else None,
            revokes=revoked.proposal.decision if revoked else None,
            gate=gate.code if purpose == Proposal.Purpose.IDENTIFICATION else "",
            document=document,
            reasoning=reasoning,
        )


def _standing(remains: Remains, person: MissingPerson, seen: Standpoint) -> Ruling:
    ruling = identification_of(seen, remains=remains.pk)
    if ruling is None or ruling.proposal.person_id != person.pk:
        refuse([guards.NOT_DECIDED])
    assert ruling is not None
    return ruling


def _not_presumed(
    remains: Remains, person: MissingPerson, evidence: gates.Evidence, seen: Standpoint
) -> Sequence[Reason]:
    names = {act.person_id for act in guards.standing_presumptions(remains, seen)}
    found = list(guards.contradictions(remains, person, evidence, seen))
    return found if person.pk in names else [*found, guards.NOT_PRESUMED]


@act(Signature, _("Sign a decision"), authorises=True)
def sign(*, by: Actor, happened: When, decision: Decision, origin: Origin = HERE_AND_NOW) -> Signature:
    """Refused for whoever signed already or collected the evidence, and where it has become contradicted."""
    seen = standpoint(happened.latest)
    ruling = _ruling(decision, seen)
    refuse(guards.signature_out_of_order(by, ruling, seen))
    proposal = ruling.proposal
    if proposal.purpose == Proposal.Purpose.IDENTIFICATION:
        evidence = evidence_for(proposal.remains_id, proposal.person_id, seen)
        refuse(guards.contradictions(proposal.remains, proposal.person, evidence, seen))
    return record(
        Signature,
        by=by,
        happened=happened,
        origin=origin,
        decision=decision,
        proposal=proposal,
        mentions=[proposal.remains_id, proposal.person_id],
    )


@act(Suspension, _("Suspend an identification"))
def suspend(*, by: Actor, happened: When, decision: Decision, reason: str, origin: Origin = HERE_AND_NOW) -> Suspension:
    """Anyone in the operation can, at once."""
    ruling = _ruling(decision, standpoint(happened.latest))
    if not ruling.stands:
        refuse([guards.NOT_DECIDED])
    if ruling.suspended:
        refuse([guards.SUSPENDED])
    return record(
        Suspension,
        by=by,
        happened=happened,
        origin=origin,
        decision=decision,
        reason=reason,
        mentions=[ruling.proposal.remains_id, ruling.proposal.person_id],
    )


@act(Resumption, _("Lift a suspension"), authorises=True)
def resume(
    *, by: Actor, happened: When, decision: Decision, document: str, origin: Origin = HERE_AND_NOW
) -> Resumption:
    """Refused for whoever suspended it, and where nothing is suspended."""
    ruling = _ruling(decision, standpoint(happened.latest))
    standing = [suspension for suspension, resumption in ruling.suspensions if resumption is None]
    if not standing:
        raise RefusedError("decision {decision} is not suspended", decision=decision.pk)
    if standing[-1].entry.author_id == by.user.pk:
        refuse([guards.SAME_SIGNATORY])
    return record(
        Resumption,
        by=by,
        happened=happened,
        origin=origin,
        suspension=standing[-1],
        decision=decision,
        document=document,
        mentions=[ruling.proposal.remains_id, ruling.proposal.person_id],
    )


def _ruling(decision: Decision, seen: Standpoint) -> Ruling:
    found = ruling_of(seen, decision.pk)
    if found is None:
        raise RefusedError("decision {decision} was not proposed by then", decision=decision.pk)
    return found
