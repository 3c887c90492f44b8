"""Who may compare, conclude, decide, suspend and revoke."""

from imena.people.policy import allow
from imena.people.roles import Role

DECIDING = (Role.INVESTIGATOR, Role.BOARD_MEMBER)

allow("reconciliation.comparisonrun", Role.DNA_EXPERT)
allow("reconciliation.jointrun", Role.DNA_EXPERT)
allow("reconciliation.candidate", Role.DNA_EXPERT)
allow("reconciliation.examinerconclusion", Role.FORENSIC_DOCTOR, Role.DNA_EXPERT, Role.FAMILY_LIAISON)
allow("reconciliation.presumption", Role.INVESTIGATOR, Role.FAMILY_LIAISON)
allow("reconciliation.presumptionend", Role.INVESTIGATOR, Role.FAMILY_LIAISON)
allow("reconciliation.proposal", *DECIDING)
allow("reconciliation.signature", *DECIDING)
# Anyone in the operation can stop an identification at once.
allow("reconciliation.suspension", *Role)
allow("reconciliation.resumption", *DECIDING)
allow(
    "reconciliation.view",
    Role.DNA_EXPERT,
    Role.FORENSIC_DOCTOR,
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.BOARD_MEMBER,
    Role.FAMILY_LIAISON,
    Role.AUDITOR,
)
