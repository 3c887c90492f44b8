"""Who may examine, and who may read what was found."""

from imena.people.policy import allow
from imena.people.roles import Role

allow("postmortem.examination", Role.FORENSIC_DOCTOR)
allow(
    "postmortem.view",
    Role.FORENSIC_DOCTOR,
    Role.DNA_EXPERT,
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.BOARD_MEMBER,
    Role.AUDITOR,
)
allow("postmortem.skeletalinventory", Role.FORENSIC_DOCTOR)
