"""Random small families for Hypothesis: any shape, loops and inbreeding included."""

from dataclasses import dataclass

from hypothesis import strategies as st

from imena.kinship import (
    Chromosome,
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
    pedigree: Pedigree
    profiles: dict[str, Profile]
    model: LocusModel


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
def loci(draw: st.DrawFn, most: int = 3) -> Locus:
    count = draw(st.integers(2, most))
    alleles = ALLELES[:count]
    weights = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    frequencies = tuple(weight / sum(weights) for weight in weights)
    return Locus("L", alleles, frequencies, draw(st.sampled_from(Chromosome)))


@st.composite
def mutations(draw: st.DrawFn) -> Mutation:
    rates = st.builds(Rates, st.sampled_from([0.0, 0.001, 0.05]), st.sampled_from([0.0, 0.01]), st.just(0.3))
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
