"""Who may speak with families, and who may read what they said."""

from imena.people.policy import allow
from imena.people.roles import Role

allow("antemortem.missingreport", Role.FAMILY_LIAISON, Role.INVESTIGATOR)
allow("antemortem.familyrecord", Role.FAMILY_LIAISON, Role.INVESTIGATOR)
allow("antemortem.donorrecord", Role.FAMILY_LIAISON, Role.INVESTIGATOR)
allow("antemortem.legalbasis", Role.FAMILY_LIAISON, Role.INVESTIGATOR)
allow("antemortem.basiswithdrawal", Role.FAMILY_LIAISON, Role.INVESTIGATOR, Role.DATA_PROTECTION)
allow("antemortem.noreference", Role.FAMILY_LIAISON, Role.INVESTIGATOR)
allow("antemortem.locatedalive", Role.FAMILY_LIAISON, Role.INVESTIGATOR)
allow(
    "antemortem.view",
    Role.FAMILY_LIAISON,
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.DNA_EXPERT,
    Role.BOARD_MEMBER,
    Role.AUDITOR,
)
