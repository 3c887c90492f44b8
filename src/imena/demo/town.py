"""The fictional town, its agencies, and the made-up people who work in the operation. None of it exists."""

from dataclasses import dataclass

from imena.people.roles import Role

CODE = "kbir"
NAME = "Криничний Бір: ідентифікація та перепоховання (вигадана операція)"
NAME_EN = "Krynychnyi Bir: identification and reburial (a fictional operation)"
SITE = "Сосновий ліс біля міського кладовища"
SITE_EN = "Pine forest beside the town cemetery"
CEMETERY = "Нове кладовище Криничного Бору"
MASS_GRAVE = "ЗСУ"
MASS_GRAVE_MARK = "ЗСУ 17 осіб, морг"
PROGRAMME = "Програма перепоховання загиблих жителів громади (вигадана)"

AGENCIES = {
    "police": ("Слідче управління", "Investigation department"),
    "prosecution": ("Прокуратура", "Prosecution"),
    "rescue": ("Служба з надзвичайних ситуацій", "Emergency service"),
    "forensic": ("Бюро судово-медичної експертизи", "Forensic bureau"),
    "dna-lab": ("Лабораторія молекулярно-генетичної експертизи", "DNA laboratory"),
    "city": ("Міська рада", "City council"),
    "ritual": ("Ритуальна служба", "Cemetery service"),
    "registry": ("Відділ реєстрації актів цивільного стану", "Civil registry"),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone who works in the operation: user name, full name, role, agency."""

    username: str
    full_name: str
    role: Role
    agency: str


WORKERS = (
    Worker("administrator", "Лідія Ясенчук", Role.ADMINISTRATOR, "city"),
    Worker("investigator", "Остап Гайворонець", Role.INVESTIGATOR, "police"),
    Worker("investigator-2", "Мирослава Підлісна", Role.INVESTIGATOR, "police"),
    Worker("prosecutor", "Віталій Кремінець", Role.PROSECUTOR, "prosecution"),
    Worker("sapper", "Юрій Камінчук", Role.SAPPER, "rescue"),
    Worker("recovery-lead", "Денис Бережанець", Role.RECOVERY_LEAD, "police"),
    Worker("forensic-doctor", "Галина Терновець", Role.FORENSIC_DOCTOR, "forensic"),
    Worker("dna-expert", "Ірина Світанчук", Role.DNA_EXPERT, "dna-lab"),
    Worker("family-liaison", "Наталка Долинець", Role.FAMILY_LIAISON, "police"),
    Worker("board-member", "Роман Ґоночак", Role.BOARD_MEMBER, "forensic"),
    Worker("board-member-2", "Єва Їжакевич", Role.BOARD_MEMBER, "prosecution"),
    Worker("registrar", "Ольга Вишнець", Role.REGISTRAR, "registry"),
    Worker("burial-officer", "Петро Липовчак", Role.BURIAL_OFFICER, "ritual"),
    Worker("treasurer", "Зоя Криничанська", Role.TREASURER, "city"),
    Worker("press-officer", "Андрій Соснич", Role.PRESS_OFFICER, "city"),
    Worker("data-protection", "Марта Озерчук", Role.DATA_PROTECTION, "city"),
    Worker("auditor", "Степан Калинець", Role.AUDITOR, "city"),
)
