"""The report of a joint identification: who is whom, in names and in sets, and who is not named, and why."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from imena import __version__
from imena.casework.answers import Statement
from imena.casework.identifying import Identified, NotFound, OfSeveral
from imena.casework.inputs import Inputs
from imena.casework.joint_inputs import SUPPORTED
from imena.casework.perished import KIN_AT_LEAST, KinGroup
from imena.casework.report import Line, Report, Section, assumed, percentage, rests_on
from imena.core.said import Number, Said, Translate, english, mark
from imena.kinship.joint import NOBODY, Identification, JointAnswer, RelatedOutsiders, SymmetricSet
from imena.kinship.reassociation import Against, Contradiction, Group

KIN = (mark("parent and child"), mark("full siblings"), mark("half-siblings"))
"""What two of the dead may be to each other; half-siblings, uncles and grandparents are told apart by nothing here."""
REASONS = (
    mark("the references contradict each other"),
    mark("no typed relative"),
    mark("nobody fits"),
    mark("the typed relatives are too distant"),
    mark("several fit"),
    mark("those who fit are each other's relatives, perhaps not this family's"),
    mark("not certain enough"),
)
"""Why a missing person was not matched, as `kinship.joint` gives it."""


def joint_report(found: Identified, inputs: Inputs, *, translate: Translate) -> Report:
    """Say the answer in a language."""
    _ = translate
    sections = (
        _identifications(found, _),
        _sets(found, _),
        _outsiders(found, _),
        Section(
            _("Missing persons nobody was matched to"),
            items=tuple(
                (_person(found, each.person, each.families, _), _unresolved(each, _)) for each in found.unresolved
            ),
        ),
        Section(_("Remains without a name"), items=tuple(_without_name(found, _))),
        Section(
            _("Related to each other"),
            _("Remains without a name who are kin of each other. A family nobody has reported may lie here."),
            items=tuple((_names(group.remains), _kin(group, _)) for group in found.kin),
        ),
        _samples(found, _),
        _items(_("Families set aside"), _set_aside(found), _),
        _items(_("Relationships that can be read in several ways"), found.inputs.read, _),
        _items(_("Remains left out"), found.inputs.left_out, _),
        Section(_("Not used"), items=tuple(("", note.said_in(_)) for note in inputs.notes)),
    )
    return Report(
        house=_("Imena"),
        title=_("Everyone weighed together"),
        sections=tuple(section for section in sections if section.lines or section.items or section.empty),
        facts_title=_("What this rests on"),
        facts=(*assumed(inputs, _), *_facts(found, _), *rests_on(inputs, _)),
        detail_title="",
        detail_columns=(),
        notice="",
    )


def _identifications(found: Identified, translate: Translate) -> Section:
    _ = translate
    ordered = sorted(found.identifications, key=lambda each: (-each.posterior, each.remains))
    lead = Said(
        mark("Posterior of {threshold} and more, all remains and all missing persons weighed at once."),
        {"threshold": percentage(found.threshold)},
    )
    return Section(
        _("Identifications"),
        lead.said_in(_),
        (_("remains"), _("missing person"), _("log10 LR"), _("prior odds"), _("posterior")),
        tuple(_line(found, each, _) for each in ordered),
        empty=_("Nobody reaches this posterior."),
    )


def _line(found: Identified, each: Identification, translate: Translate) -> Line:
    return Line(
        (
            each.remains,
            _person(found, each.person, each.families, translate),
            Number(each.log10_lr).said_in(translate),
            f"1 : {found.unlisted}",
            percentage(each.posterior).said_in(translate),
        )
    )


def _sets(found: Identified, translate: Translate) -> Section:
    _ = translate
    return Section(
        _("Sets"),
        _("These remains are these persons; DNA cannot say which is which."),
        items=(
            *((_names(each.remains), _set(found, each, _)) for each in found.answer.sets),
            *((_names([name for name, _role in each.members]), _of_several(each, _)) for each in found.of_several),
        ),
    )


def _of_several(each: OfSeveral, translate: Translate) -> str:
    members = tuple(Said("{remains} ({role})", {"remains": name, "role": Said(role)}) for name, role in each.members)
    values = {
        "members": members,
        "families": _names(each.families),
        "posterior": percentage(each.posterior),
        "log10_lr": Number(each.log10_lr),
    }
    message = mark(
        "one family, {members}: one of {families}, if none that nobody listed; posterior {posterior}, log10 LR "
        "{log10_lr}"
    )
    return Said(message, values).said_in(translate)


def _set(found: Identified, each: SymmetricSet, translate: Translate) -> str:
    values = {
        "persons": "; ".join(_person(found, person, each.families, translate) for person in each.persons),
        "posterior": percentage(each.posterior),
        "log10_lr": Number(each.log10_lr),
    }
    fewer = len(each.remains) < len(each.persons)
    message = mark("some of {persons}: posterior {posterior}, log10 LR {log10_lr}")
    if not fewer:
        message = mark("{persons}: posterior {posterior}, log10 LR {log10_lr}")
    return Said(message, values).said_in(translate)


def _outsiders(found: Identified, translate: Translate) -> Section:
    _ = translate
    return Section(
        _("Related to each other, perhaps not to the family"),
        _(
            "They fit the places of a family together because they are each other's kin. Its references do not bear it "
            "out."
        ),
        items=tuple((_names(each.remains), _outside(each, _)) for each in found.outsiders),
    )


def _outside(each: RelatedOutsiders, translate: Translate) -> str:
    values = {
        "families": _names(each.families),
        "posterior": percentage(each.posterior),
        "log10_lr": Number(each.log10_lr, signed=True),
    }
    message = mark(
        "outsiders to {families} with posterior {posterior}; of belonging to it the references say log10 LR {log10_lr}"
    )
    return Said(message, values).said_in(translate)


def _unresolved(each: NotFound, translate: Translate) -> str:
    reason = translate(each.reason)
    if each.best is None:
        return reason
    values = {"reason": reason, "remains": each.best[0], "posterior": percentage(each.best[1])}
    return Said(mark("{reason}; the likeliest is {remains}, posterior {posterior}"), values).said_in(translate)


def _without_name(found: Identified, translate: Translate) -> Iterator[tuple[str, str]]:
    answer = found.answer
    done = {each.remains for each in answer.identifications} | {name for each in answer.sets for name in each.remains}
    done |= {name for each in found.of_several for name, _ in each.members}
    for name, shares in answer.considered.items():
        if name in done:
            continue
        best = max((item for item in shares.items() if item[0] != NOBODY), key=lambda item: item[1], default=None)
        if best is None or best[1] < 1e-6:
            yield name, translate("fits no missing person")
            continue
        values = {
            "person": _person(found, best[0], _families_of(found, best[0]), translate),
            "posterior": percentage(best[1]),
            "nobody": percentage(shares.get(NOBODY, 0.0)),
        }
        message = mark("the likeliest is {person}, posterior {posterior}; nobody who is listed: {nobody}")
        yield name, Said(message, values).said_in(translate)


def _families_of(found: Identified, person: str) -> tuple[str, ...]:
    names = (family.name for family in found.inputs.problem.families if person in family.missing)
    return tuple(each for name in names for each in _stands_for(found, name))


def _stands_for(found: Identified, family: str) -> tuple[str, ...]:
    make = found.inputs.makes.get(family)
    return make.families if make else (family,)


def _kin(group: KinGroup, translate: Translate) -> str:
    return "; ".join(
        Said(
            "{one} – {other}: {kin}, log10 LR {log10_lr}",
            {
                "one": pair.remains[0],
                "other": pair.remains[1],
                "kin": Said(pair.relationship.value),
                "log10_lr": Number(pair.log10_lr[pair.relationship]),
            },
        ).said_in(translate)
        for pair in group.pairs
    )


def _samples(found: Identified, translate: Translate) -> Section:
    _ = translate
    together = found.inputs.reassociation
    values = {"at_least": Number(math.log10(together.at_least)), "least": together.least_individuals}
    lead = Said(
        mark("log10 LR of {at_least} or more against two strangers. At least {least} people gave all these samples."),
        values,
    )
    groups = [group for group in together.groups if len(group.samples) > 1]
    return Section(
        _("Samples of one person"),
        lead.said_in(_),
        items=tuple((_names(group.samples), _group(group, _)) for group in groups),
    )


def _group(group: Group, translate: Translate) -> str:
    weakest = Said(mark("weakest link log10 LR {log10_lr}"), {"log10_lr": Number(group.weakest or 0.0)})
    said = [weakest, *(_contradiction(each) for each in group.contradictions)]
    return "; ".join(each.said_in(translate) for each in said)


def _contradiction(each: Contradiction) -> Said:
    values: dict[str, object] = {"one": each.samples[0], "other": each.samples[1], "what": each.what}
    if each.against is Against.SEX:
        return Said(mark("but {one} and {other} differ in sex"), values)
    if each.against is Against.ELEMENT:
        return Said(mark("but {one} and {other} are the same element, {what}"), values)
    return Said(mark("but {one} and {other} differ at {what}"), values)


def _set_aside(found: Identified) -> list[Statement]:
    message = mark("the genotypes of the relatives contradict each other at {loci}")
    contradicting = [
        Statement(_names(each.families), Said(message, {"loci": each.loci})) for each in found.answer.set_aside
    ]
    return [*found.inputs.set_aside, *contradicting]


def _items(title: str, statements: Iterable[Statement], translate: Translate) -> Section:
    return Section(title, items=tuple((each.subject, each.said.said_in(translate)) for each in statements))


def _person(found: Identified, person: str, families: Sequence[str], translate: Translate) -> str:
    """What a missing person is called: by name with the family, or as the one a family misses."""
    if "|" in person and person not in found.inputs.persons:
        return Said(mark("someone of {family}"), {"family": _names(families)}).said_in(translate)
    name, family = found.inputs.persons.get(person, person), _names(families)
    return (
        f"{name} ({family})"
        if name
        else Said(mark("the missing person of {family}"), {"family": family}).said_in(translate)
    )


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)


def _facts(found: Identified, translate: Translate) -> Iterator[tuple[str, str]]:
    _ = translate
    yield (
        _("prior"),
        _(
            "each identification multiplies the odds by 1/{unlisted}: {missing} people are missing, listed or not"
        ).format(unlisted=found.unlisted, missing=found.missing),
    )
    yield _("posterior"), _how(found.answer).said_in(_)
    yield (
        _("families nobody of whom is typed"),
        _(
            "looked for among remains who are each other's kin, log10 LR {at_least} or more, and whom no typed "
            "relatives support with log10 LR {supported} or more"
        ).format(at_least=Number(KIN_AT_LEAST).said_in(_), supported=Number(SUPPORTED).said_in(_)),
    )
    yield (
        _("outsiders"),
        _("remains related to each other as a family's missing are may be of another family nobody listed, as likely"),
    )


def _how(answer: JointAnswer) -> Said:
    if answer.bound == 0:
        return Said(mark("over all assignments of remains to missing persons or nobody, exactly"))
    message = mark(
        "over all assignments of remains to missing persons or nobody; at most {bound} of the whole was left out"
    )
    return Said(message, {"bound": f"{answer.bound:.1e}"})


def as_json(found: Identified, inputs: Inputs) -> dict[str, Any]:
    """The answer as JSON, in English, numbers unrounded."""
    answer, groups = found.answer, found.inputs.groups

    def samples(names: Iterable[str]) -> list[str]:
        return [sample for name in names for sample in groups[name].samples]

    def person(name: str) -> str | None:
        return found.inputs.persons.get(name, name) or None

    return {
        "imena": __version__,
        "assumptions": dict((*assumed(inputs, english), *_facts(found, english), *rests_on(inputs, english))),
        "method": answer.method.value,
        "bound": answer.bound,
        "threshold": found.threshold,
        "prior_odds": 1 / found.unlisted,
        "identifications": [
            {
                "remains": samples([each.remains]),
                "family": _names(each.families),
                "person": person(each.person),
                "posterior": each.posterior,
                "posterior_without_outsiders": each.posterior_as_listed,
                "log10_lr": None if math.isinf(each.log10_lr) else each.log10_lr,
                "has_references": each.has_references,
            }
            for each in found.identifications
        ],
        "groups": [list(group.samples) for group in found.inputs.reassociation.groups if len(group.samples) > 1],
        "least_individuals": found.inputs.reassociation.least_individuals,
        "sets": [
            {
                "remains": [samples([name]) for name in each.remains],
                "family": _names(each.families),
                "persons": [person(name) for name in each.persons],
                "posterior": each.posterior,
                "log10_lr": each.log10_lr,
            }
            for each in answer.sets
        ]
        + [
            {
                "remains": [samples([name]) for name, _ in each.members],
                "family": _names(each.families),
                "persons": [None] * len(each.members),
                "roles": [role for _, role in each.members],
                "posterior": each.posterior,
                "log10_lr": None if math.isinf(each.log10_lr) else each.log10_lr,
            }
            for each in found.of_several
        ],
        "outsiders": [
            {
                "remains": [samples([name]) for name in each.remains],
                "family": _names(each.families),
                "posterior": each.posterior,
                "log10_lr": None if math.isinf(each.log10_lr) else each.log10_lr,
            }
            for each in found.outsiders
        ],
        "unresolved": [
            {
                "family": _names(each.families),
                "person": person(each.person),
                "reason": each.reason,
                "best": each.best and {"remains": samples([each.best[0]]), "posterior": each.best[1]},
            }
            for each in found.unresolved
        ],
        "kin": [
            [
                {
                    "remains": [samples([name]) for name in pair.remains],
                    "kin": pair.relationship.value,
                    "log10_lr": pair.log10_lr[pair.relationship],
                }
                for pair in group.pairs
            ]
            for group in found.kin
        ],
        "set_aside": [{"family": each.subject, "reason": each.said.said_in(english)} for each in _set_aside(found)],
        "several_readings": [{"family": e.subject, "reason": e.said.said_in(english)} for e in found.inputs.read],
        "left_out": [{"remains": each.subject, "reason": each.said.said_in(english)} for each in found.inputs.left_out],
        "not_used": [note.said_in(english) for note in inputs.notes],
    }
