"""Pages of reconciliation: candidates with their evidence, and decisions."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imena.antemortem.models import FamilyRecord
from imena.antemortem.queries import names_of
from imena.ledger.queries import timeline
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.names.transliteration import latin
from imena.reconciliation import gates
from imena.reconciliation.models import Basis, Candidate, ComparisonRun, Decision, JointRun, Proposal
from imena.reconciliation.queries import coverage, evidence_for, joint_run_of
from imena.reconciliation.rulings import Ruling, identifications, ruling_of, rulings
from imena.reconciliation.together import PARENT_AND_CHILD
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import Link, also_on, may_see, page_of, seen_by, show


def _names(request: HttpRequest, seen: Any, persons: Any) -> dict[str, str]:
    """The names of missing persons, for those whose role includes names."""
    return names_of(seen, persons) if request.user.has_perm("account.names") else {}


STATES: dict[str, Callable[[Ruling], bool]] = {
    "open": lambda ruling: ruling.decided_on is None,
    "suspended": lambda ruling: ruling.suspended and ruling.stands,
    "revoked": lambda ruling: ruling.revoked_on is not None,
}


@may_see("reconciliation.view")
def candidate_list(request: HttpRequest) -> HttpResponse:
    """Candidates, the open ones first: remains and a missing person whose DNA fits."""
    seen = seen_by(request)
    identified = identifications(seen)
    found = sorted(
        in_force(Candidate, seen).order_by("-pk"), key=lambda act: (act.remains_id in identified, -act.log10_lr)
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    runs = in_force(ComparisonRun, seen).order_by("-pk")
    return show(
        request,
        "reconciliation/candidates.html",
        seen,
        page=page,
        total=len(found),
        identified=identified,
        names=_names(request, seen, {act.person_id for act in page}),
        run=runs.first(),
        runs=runs.count(),
        pairs=sum(runs.values_list("pairs", flat=True)),
        keep="",
        doing=doing(request, ["reconciliation.comparisonrun", "reconciliation.jointrun"]),
    )


@may_see("reconciliation.view")
def candidate_page(request: HttpRequest, sequence: int) -> HttpResponse:
    """One candidate: what each locus says, the prior and the posterior, and what the rule of today still asks for."""
    seen = seen_by(request)
    act = get_object_or_404(Candidate.objects.select_related("run", "joint", "entry"), pk=sequence)
    evidence = evidence_for(act.remains_id, act.person_id, seen)
    loci = [drawings.LocusWeight(locus, float(value)) for locus, value in (act.loci or {}).items()]
    absent = [locus for locus in act.found_by.settings["loci"] if locus not in (act.loci or {})]
    loci += [drawings.LocusWeight(locus, None, _("not typed in the remains")) for locus in absent]
    return show(
        request,
        "reconciliation/candidate.html",
        seen,
        candidate=act,
        readable=act.loci is not None,
        name=_names(request, seen, [act.person_id]).get(act.person_id, ""),
        drawing=drawings.evidence(
            loci,
            title=_("log10 LR of each locus"),
            for_label=_("speaks for it"),
            against_label=_("speaks against it"),
            decimal_mark=formats.get_format("DECIMAL_SEPARATOR"),
        ),
        conclusions=evidence.conclusions,
        unmet=[str(reason) for reason in gates.unmet(gates.PRESENT, evidence, Basis.DNA)],
        gate=gates.PRESENT,
        doing=[
            *doing(request, ["reconciliation.proposal"], purpose="identification", remains=act.remains_id,
                   person=act.person_id, basis="dna"),
            *doing(request, ["reconciliation.examinerconclusion"], remains=act.remains_id, person=act.person_id),
        ],
    )  # fmt: skip


@may_see("reconciliation.view")
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions, those that wait for a signature first."""
    seen = seen_by(request)
    found = sorted(rulings(seen).values(), key=lambda each: (each.decided_on is not None, -each.proposal.pk))
    state = request.GET.get("state", "")
    if state in STATES:
        found = [each for each in found if STATES[state](each)]
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return show(
        request,
        "reconciliation/decisions.html",
        seen,
        page=page,
        total=len(found),
        state=state,
        names=_names(request, seen, {each.proposal.person_id for each in page}),
        keep=f"state={state}&" if state else "",
        doing=doing(request, ["reconciliation.proposal"]),
    )


@page_of("reconciliation.decision")
@may_see("reconciliation.view")
def decision_page(request: HttpRequest, number: str) -> HttpResponse:
    """One decision: what it rests on, who signed, and what rested on it where it was revoked."""
    seen = seen_by(request)
    get_object_or_404(Decision, pk=number)
    ruling = ruling_of(seen, number)
    if ruling is None:
        raise Http404
    proposal = ruling.proposal
    evidence = evidence_for(proposal.remains_id, proposal.person_id, seen, court=proposal.basis == Basis.COURT)
    identification = proposal.purpose == Proposal.Purpose.IDENTIFICATION
    return show(
        request,
        "reconciliation/decision.html",
        seen,
        ruling=ruling,
        number=number,
        name=_names(request, seen, [proposal.person_id]).get(proposal.person_id, ""),
        evidence=evidence,
        gate=gates.gate_of(proposal.gate),
        present=gates.PRESENT,
        unmet=[str(each) for each in gates.unmet(gates.PRESENT, evidence, proposal.basis)] if identification else [],
        identification=identification,
        coverage=coverage(proposal.remains_id, [proposal.person_id], seen)[proposal.person_id],
        acts=timeline(number, seen),
        rested=_rested_on(ruling, seen) if ruling.revoked_on else [],
        doing=[
            *doing(request, ["reconciliation.signature", "reconciliation.suspension", "reconciliation.resumption"],
                   decision=number),
            *doing(request, ["reconciliation.proposal"], purpose="revocation", remains=proposal.remains_id,
                   person=proposal.person_id),
        ],
    )  # fmt: skip


def _rested_on(ruling: Any, seen: Any) -> list[Any]:
    """The burial acts between a decision and its revocation, on the same remains: they rested on it."""
    return [
        act
        for act in timeline(ruling.proposal.remains_id, seen)
        if act._meta.app_label == "burial" and ruling.decided_on <= act.happened_on <= ruling.revoked_on
    ]


@also_on("antemortem.family")
def together_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    """A family of whom several were named together has a page that says why."""
    if not request.user.has_perm("reconciliation.view") or joint_run_of(number, seen) is None:
        return None
    return {
        "href": f"/families/{number}/together/",
        "title": _("Weighed together: who of this family was found, and why"),
    }


@may_see("reconciliation.view")
def together_page(request: HttpRequest, number: str) -> HttpResponse:
    """Why remains are named as members of a family: everybody in the pedigree, and what each is to the others."""
    seen = seen_by(request)
    run = joint_run_of(number, seen)
    record = in_force(FamilyRecord, seen).filter(family=number).first()
    if run is None or record is None:
        raise Http404
    load_keys([record.family_id])
    candidates = {act.person_id: act for act in in_force(Candidate, seen).filter(joint=run, family=number)}
    names = _names(request, seen, record.persons)
    remains = {act.remains_id for act in candidates.values()}
    person_of = {act.remains_id: act.person_id for act in candidates.values()}
    return show(
        request,
        "reconciliation/together.html",
        seen,
        run=run,
        bound=_power_of_ten(float(run.bound)),
        number=number,
        names=names,
        candidates=list(candidates.values()),
        identified=identifications(seen),
        kin=[
            {
                "persons": [person_of[each] for each in pair["remains"]],
                "remains": pair["remains"],
                "kin": _("parent and child") if pair["kin"] == PARENT_AND_CHILD else _("full siblings"),
                "log10_lr": float(pair["log10_lr"]),
            }
            for pair in run.answers["kin"]
            if remains.issuperset(pair["remains"])
        ],
        sets=[
            {**each, "posterior": float(each["posterior"]), "log10_lr": float(each["log10_lr"])}
            for each in run.answers["sets"]
            if number in each["families"]
        ],
        others=_nowhere(record.persons, candidates, run),
        drawing=drawings.pedigree(
            [_member(member, names, _found(candidates, run)) for member in record.members or ()],
            title=_("Family %(number)s") % {"number": number},
        ),
        readable=record.members is not None,
    )


def _power_of_ten(value: float) -> str:
    """A small number as 3,9 × 10⁻⁷, in the reader's manner."""
    mantissa, _e, exponent = f"{value:.1e}".partition("e")
    power = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{power}".replace(".", formats.get_format("DECIMAL_SEPARATOR"))


def _nowhere(persons: Any, candidates: dict[str, Candidate], run: JointRun) -> list[str]:
    """The missing of a family who are neither named nor in a set."""
    in_sets = {person for each in run.answers["sets"] for person in each["persons"]}
    return [person for person in persons if person not in candidates and person not in in_sets]


def _found(candidates: dict[str, Candidate], run: JointRun) -> dict[str, list[str]]:
    """By person the remains that are named as him or her, or those of the set he or she is in."""
    in_sets = {person: each["remains"] for each in run.answers["sets"] for person in each["persons"]}
    return in_sets | {person: [act.remains_id] for person, act in candidates.items()}


def _member(member: dict[str, Any], names: dict[str, str], found: dict[str, list[str]]) -> drawings.Member:
    """A member with the remains found to be him or her; of a set, all that may be."""
    person = member["person"] or ""
    name = " ".join(names.get(person, "").split()[:2])
    return drawings.Member(
        id=member["id"],
        label=(name if get_language() == "uk" else latin(name)) or person,
        sex=member["sex"],
        father=member["father"],
        mother=member["mother"],
        state="typed" if person in found else "missing" if person else "untyped",
        href=f"/n/{person}/" if person else None,
        note=" / ".join(found.get(person, ())),
    )
