"""Who may carry a device, and who looks after what arrives."""

from imena.people.policy import allow
from imena.people.roles import Role

IN_THE_FIELD = (
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.SAPPER,
    Role.RECOVERY_LEAD,
    Role.FORENSIC_DOCTOR,
    Role.BURIAL_OFFICER,
)

allow("capture.deviceregistration", *IN_THE_FIELD)
allow("capture.capturereceipt", *IN_THE_FIELD)
allow("capture.devicerevocation", Role.INVESTIGATOR, Role.ADMINISTRATOR, Role.RECOVERY_LEAD)
allow("capture.capturesettingaside", Role.INVESTIGATOR, Role.RECOVERY_LEAD)
allow("capture.view", *IN_THE_FIELD, Role.ADMINISTRATOR, Role.AUDITOR)
