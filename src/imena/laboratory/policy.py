"""Who may handle samples, and who may read genotypes."""

from imena.people.policy import allow
from imena.people.roles import Role

allow("laboratory.sampletaking", Role.FORENSIC_DOCTOR, Role.DNA_EXPERT, Role.INVESTIGATOR, Role.FAMILY_LIAISON)
allow("laboratory.shipment", Role.INVESTIGATOR, Role.FORENSIC_DOCTOR)
allow("laboratory.reception", Role.DNA_EXPERT)
allow("laboratory.dnaprofile", Role.DNA_EXPERT)
allow("laboratory.view", Role.DNA_EXPERT, Role.FORENSIC_DOCTOR, Role.INVESTIGATOR, Role.BOARD_MEMBER, Role.AUDITOR)
allow("laboratory.genotypes", Role.DNA_EXPERT)
