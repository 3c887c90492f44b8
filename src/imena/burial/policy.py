"""Who may notify, certify, permit, bury and pay."""

from imena.people.policy import allow
from imena.people.roles import Role

allow("burial.notification", Role.FAMILY_LIAISON)
allow("burial.deathcertificate", Role.REGISTRAR)
allow("burial.releasepermission", Role.PROSECUTOR)
allow("burial.release", Role.FORENSIC_DOCTOR, Role.BURIAL_OFFICER)
allow("burial.burialdecision", Role.BURIAL_OFFICER)
allow("burial.plotassignment", Role.BURIAL_OFFICER)
allow("burial.reburial", Role.BURIAL_OFFICER)
allow("burial.platechange", Role.BURIAL_OFFICER)
allow("burial.reexhumation", Role.INVESTIGATOR, Role.BURIAL_OFFICER)
allow("burial.allotment", Role.TREASURER)
allow("burial.expense", Role.TREASURER, Role.BURIAL_OFFICER)
allow(
    "burial.view",
    Role.BURIAL_OFFICER,
    Role.REGISTRAR,
    Role.FAMILY_LIAISON,
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.TREASURER,
    Role.AUDITOR,
)
allow("burial.money", Role.TREASURER, Role.BURIAL_OFFICER, Role.AUDITOR, Role.PRESS_OFFICER)
