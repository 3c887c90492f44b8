"""Random small families for Hypothesis: any shape, loops and inbreeding included."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from imena.kinship import (
    UNKNOWN,
    Chromosome,
    Detection,
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Pedigree,
    Person,
    Profile,
    Rates,
    Sex,
)

ALLELES = ("8", "9", "9.3", "10")


@dataclass(frozen=True)
class Family:
    """A family at one locus; `seen` says of profiles with drop-out what was seen, allele by allele and by replicate."""

    pedigree: Pedigree
    profiles: dict[str, Profile]
    model: LocusModel
    theta: float = 0.0
    inbreeding: dict[str, float] = field(default_factory=dict)

    @property
    def is_x_linked(self) -> bool:
        return self.model.locus.chromosome is Chromosome.X


@st.composite
def pedigrees(draw: st.DrawFn, most: int = 6) -> Pedigree:
    """People P0, P1, …; each one but the first two may be the child of any two earlier people of both sexes."""
    people: list[Person] = []
    for number in range(draw(st.integers(1, most))):
        sex = draw(st.sampled_from(Sex))
        men = [person.id for person in people if person.sex is Sex.MALE]
        women = [person.id for person in people if person.sex is Sex.FEMALE]
        if men and women and draw(st.integers(0, 3)) > 0:
            people.append(Person(f"P{number}", sex, draw(st.sampled_from(men)), draw(st.sampled_from(women))))
        else:
            people.append(Person(f"P{number}", sex))
    return Pedigree(tuple(draw(st.permutations(people))))


@st.composite
def loci(draw: st.DrawFn, most: int = 3, *, may_be_silent: bool = False) -> Locus:
    """A locus of 2 to `most` alleles, one of them perhaps silent."""
    count = draw(st.integers(2, most))
    weights = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    frequencies = tuple(weight / sum(weights) for weight in weights)
    silent = may_be_silent and count > 2 and draw(st.booleans())
    shown = count - silent
    return Locus(
        "L",
        ALLELES[:shown],
        frequencies[:shown],
        draw(st.sampled_from(Chromosome)),
        silent=frequencies[-1] if silent else 0.0,
    )


@st.composite
def mutations(draw: st.DrawFn) -> Mutation:
    rates = st.builds(Rates, st.sampled_from([0.0, 0.001, 0.02]), st.sampled_from([0.0, 0.01]), st.just(0.3))
    return Mutation(draw(st.sampled_from(MutationModel)), draw(rates), draw(rates))


@st.composite
def families(draw: st.DrawFn, most_people: int = 6, most_alleles: int = 3) -> Family:
    """A pedigree, a locus with a mutation model, and genotypes of some of the people."""
    family = draw(pedigrees(most_people))
    locus = draw(loci(most_alleles))
    model = LocusModel.of(locus, draw(mutations()))
    typed = [person for person in family.people if draw(st.booleans())]
    allele = st.sampled_from(locus.alleles)
    profiles = {}
    for person in typed:
        one = locus.chromosome is Chromosome.X and person.sex is Sex.MALE
        genotype = (draw(allele),) if one else (draw(allele), draw(allele))
        profiles[person.id] = Profile(person.id, {"L": genotype}, person.sex)
    return Family(family, profiles, model)


@st.composite
def degraded(draw: st.DrawFn, locus: Locus, person: Person) -> Profile:
    """One or two amplifications, with drop-out and perhaps drop-in; or a genotype known in part."""
    one = locus.chromosome is Chromosome.X and person.sex is Sex.MALE
    if not one and draw(st.booleans()):
        return Profile(person.id, {"L": (draw(st.sampled_from(locus.alleles)), UNKNOWN)}, person.sex)
    replicate = st.frozensets(st.sampled_from(locus.alleles), max_size=1 if one else 2)
    replicates = tuple(draw(st.lists(replicate, min_size=1, max_size=2)))
    dropouts = tuple(draw(st.sampled_from([0.1, 0.4])) for _ in replicates)
    detection = Detection(by_locus={"L": dropouts}, dropin=draw(st.sampled_from([0.0, 0.05])))
    return Profile(person.id, {}, person.sex, detection, {"L": replicates})


@st.composite
def hard_families(draw: st.DrawFn, most_people: int = 5, most_alleles: int = 3) -> Family:
    """Families with co-ancestry, inbred founders, silent alleles, drop-out, drop-in and genotypes known in part."""
    family = draw(pedigrees(most_people))
    locus = draw(loci(most_alleles, may_be_silent=True))
    model = LocusModel.of(locus, draw(mutations()))
    profiles = {}
    for person in family.people:
        standing = draw(st.integers(0, 3))
        one = locus.chromosome is Chromosome.X and person.sex is Sex.MALE
        if standing == 1:
            alleles = [draw(st.sampled_from(locus.alleles)) for _ in range(1 if one else 2)]
            profiles[person.id] = Profile(person.id, {"L": tuple(alleles)}, person.sex)
        elif standing == 2:
            profiles[person.id] = draw(degraded(locus, person))
    founders = [person.id for person in family.people if person.father is None]
    inbreeding = {founder: 0.25 for founder in founders if draw(st.integers(0, 3)) == 0}
    return Family(family, profiles, model, draw(st.sampled_from([0.0, 0.01, 0.2])), inbreeding)
