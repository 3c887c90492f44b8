"""Who may add to the crosswalk, and look numbers up."""

from imena.people.policy import allow
from imena.people.roles import Role

WORKERS = tuple(role for role in Role if role not in (Role.PRESS_OFFICER, Role.TREASURER, Role.AUDITOR))

allow("custody.givennumber", *WORKERS)
allow("custody.filing", *WORKERS)
allow("custody.view", *WORKERS, Role.AUDITOR)
allow(
    "custody.photographs",
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.RECOVERY_LEAD,
    Role.FORENSIC_DOCTOR,
    Role.BOARD_MEMBER,
)
