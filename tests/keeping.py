"""What the tests of custody share: people with work to do, stores, and days one after the other."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client

from house import House
from imena.core.when import When
from imena.custody import acts as custody
from imena.custody.alerts import Alert
from imena.custody.chain import Holding
from imena.custody.models import Store, StoreKind
from imena.custody.queries import Custody, holdings
from imena.ledger.acts import Actor
from imena.ledger.standpoint import Standpoint, standpoint
from imena.people.acts import add_agency, give_role
from imena.people.models import Agency, User
from imena.people.roles import Role
from imena.web.accounts import BY_ONE_CLICK

FIRST = date(2023, 3, 1)


def on(day: int) -> When:
    """So many days after the first."""
    return When.day(FIRST + timedelta(days=day))


def by_the_end_of(day: int) -> Standpoint:
    return standpoint(FIRST + timedelta(days=day))


@dataclass(frozen=True)
class Cast:
    """A recovery lead and a driver of the police, a doctor and an attendant of the morgue."""

    house: House
    lead: Actor
    driver: Actor
    doctor: Actor
    attendant: Actor

    @property
    def investigator(self) -> Actor:
        return self.house.by["investigator"]

    def store(self, name: str = "Морг", capacity: int = 2) -> Store:
        return custody.open_store(
            by=self.doctor,
            happened=on(0),
            agency=Agency(pk="morgue"),
            name=name,
            name_en=name,
            kind_of_store=StoreKind.MORGUE,
            capacity=capacity,
            coldest=-20,
            warmest=8,
        ).store

    def bodies(self, count: int) -> list[str]:
        site = self.house.cleared_site()
        return [self.house.exhumed(self.house.grave(site, str(name))).pk for name in range(count)]


def entered(client: Client, user: User) -> Client:
    """A client who is in under a role, as one is in the demonstration."""
    client.force_login(user)
    session = client.session
    session[BY_ONE_CLICK] = True
    session.save()
    return client


def cast_of(house: House) -> Cast:
    by = Actor(User.objects.get(username="administrator"), house.by["recovery_lead"].operation)
    for code in ("police", "morgue"):
        add_agency(by=by, happened=on(0), code=code, name=code, name_en=code)

    def worker(username: str, agency: str, role: Role) -> Actor:
        user = User.objects.create(username=username)
        give_role(by=by, happened=on(0), user=user, agency=Agency(pk=agency), role=role)
        return Actor(User.objects.get(pk=user.pk), by.operation)

    return Cast(
        house,
        house.by["recovery_lead"],
        worker("driver", "police", Role.RECOVERY_LEAD),
        worker("doctor", "morgue", Role.FORENSIC_DOCTOR),
        worker("attendant", "morgue", Role.FORENSIC_DOCTOR),
    )


def held(number: str, day: int = 30) -> Holding:
    return holdings(by_the_end_of(day), [number])[number]


def alerts(day: int = 30, *, settled: bool = False) -> list[Alert]:
    return [alert for alert in Custody(by_the_end_of(day)).alerts if alert.open or settled]
