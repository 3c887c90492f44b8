"""Who may handle objects and record it, settle alerts, add to the crosswalk, and look numbers up."""

from imena.people.policy import allow
from imena.people.roles import Role

WORKERS = tuple(role for role in Role if role not in (Role.PRESS_OFFICER, Role.TREASURER, Role.AUDITOR))
HANDLERS = (
    Role.INVESTIGATOR,
    Role.RECOVERY_LEAD,
    Role.FORENSIC_DOCTOR,
    Role.DNA_EXPERT,
    Role.BURIAL_OFFICER,
)
KEEPERS = (Role.FORENSIC_DOCTOR, Role.DNA_EXPERT, Role.INVESTIGATOR, Role.BURIAL_OFFICER, Role.ADMINISTRATOR)

allow("custody.givennumber", *WORKERS)
allow("custody.filing", *WORKERS)
allow("custody.labelroll", *HANDLERS, Role.ADMINISTRATOR)
for _handling in ("sealing", "handover", "reception", "sealbreaking", "return", "loss", "foundagain"):
    allow(f"custody.{_handling}", *HANDLERS)
allow("custody.storing", *HANDLERS)
allow("custody.division", Role.DNA_EXPERT, Role.FORENSIC_DOCTOR)
allow("custody.givingout", Role.INVESTIGATOR, Role.FORENSIC_DOCTOR)
allow("custody.destruction", Role.INVESTIGATOR, Role.PROSECUTOR)
allow("custody.alertsettlement", Role.INVESTIGATOR, Role.PROSECUTOR)
for _keeping in ("storeopening", "capacitychange", "storeclosing", "powercut", "powerreturn", "temperaturereading"):
    allow(f"custody.{_keeping}", *KEEPERS)
for _coffin in ("coffinentry", "vehicleentry", "coffincheck", "coffinrecheck", "settingout"):
    allow(f"custody.{_coffin}", Role.BURIAL_OFFICER, Role.FORENSIC_DOCTOR, Role.INVESTIGATOR)
allow("custody.view", *WORKERS, Role.AUDITOR)
allow(
    "custody.photographs",
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.RECOVERY_LEAD,
    Role.FORENSIC_DOCTOR,
    Role.BOARD_MEMBER,
)
