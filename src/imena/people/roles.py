"""The roles of the field: what each person is trusted with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    INVESTIGATOR = "investigator", _("investigator")
    PROSECUTOR = "prosecutor", _("prosecutor")
    SAPPER = "sapper", _("sapper")
    RECOVERY_LEAD = "recovery_lead", _("recovery team lead")
    FORENSIC_DOCTOR = "forensic_doctor", _("forensic doctor")
    DNA_EXPERT = "dna_expert", _("DNA expert")
    FAMILY_LIAISON = "family_liaison", _("family liaison officer")
    BOARD_MEMBER = "board_member", _("member of the identification board")
    REGISTRAR = "registrar", _("civil registrar")
    BURIAL_OFFICER = "burial_officer", _("burial officer")
    TREASURER = "treasurer", _("treasurer")
    PRESS_OFFICER = "press_officer", _("press officer")
    DATA_PROTECTION = "data_protection", _("data protection officer")
    AUDITOR = "auditor", _("auditor")
