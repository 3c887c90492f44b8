"""Who may publish, and who may see whose way. Totals of the whole operation are public."""

from imena.people.policy import allow
from imena.people.roles import Role

allow("imena_account.bulletin", Role.PRESS_OFFICER)
allow(
    "account.remains",
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.RECOVERY_LEAD,
    Role.FORENSIC_DOCTOR,
    Role.DNA_EXPERT,
    Role.FAMILY_LIAISON,
    Role.BOARD_MEMBER,
    Role.REGISTRAR,
    Role.BURIAL_OFFICER,
    Role.AUDITOR,
)
allow(
    "account.names",
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.FAMILY_LIAISON,
    Role.BOARD_MEMBER,
    Role.REGISTRAR,
    Role.BURIAL_OFFICER,
    Role.AUDITOR,
)
