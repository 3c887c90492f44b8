"""Who may record what at the scene, and who may see it."""

from imena.people.policy import allow
from imena.people.roles import Role

allow("scene.sitereport", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.sitestep", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.clearance", Role.SAPPER)
allow("scene.exhumationorder", Role.PROSECUTOR)
allow("scene.journalentry", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.crossrecord", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.gravelocation", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.graveopening", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.exhumation", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("scene.separation", Role.FORENSIC_DOCTOR, Role.DNA_EXPERT)
allow("scene.joining", Role.FORENSIC_DOCTOR, Role.INVESTIGATOR)
allow(
    "scene.view",
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.SAPPER,
    Role.RECOVERY_LEAD,
    Role.FORENSIC_DOCTOR,
    Role.BOARD_MEMBER,
    Role.BURIAL_OFFICER,
    Role.AUDITOR,
)

AT_THE_SCENE = (Role.INVESTIGATOR, Role.PROSECUTOR, Role.SAPPER, Role.RECOVERY_LEAD, Role.FORENSIC_DOCTOR)

allow("scene.siterules", Role.INVESTIGATOR, Role.PROSECUTOR)
allow("scene.stopwork", *AT_THE_SCENE)
allow("scene.resumework", Role.SAPPER, Role.INVESTIGATOR)
allow("scene.explosivescheck", Role.SAPPER)
allow("scene.teamformation", Role.RECOVERY_LEAD, Role.INVESTIGATOR)
allow("scene.dayplan", Role.RECOVERY_LEAD, Role.INVESTIGATOR)
allow("scene.exhumationrecord", Role.INVESTIGATOR, Role.PROSECUTOR)
allow("scene.itemfound", Role.INVESTIGATOR, Role.RECOVERY_LEAD, Role.FORENSIC_DOCTOR)
allow("scene.fragmentpolicy", Role.BOARD_MEMBER, Role.PROSECUTOR)
allow("scene.disposition", Role.BOARD_MEMBER, Role.FORENSIC_DOCTOR)

RECORDING = (Role.INVESTIGATOR, Role.RECOVERY_LEAD)

for kind in ("journalimport", "earlierburial", "backfilling", "sitegrid", "orthophoto", "placeingrave"):
    allow(f"scene.{kind}", *RECORDING)
allow("scene.discrepancysettlement", Role.INVESTIGATOR, Role.PROSECUTOR)
