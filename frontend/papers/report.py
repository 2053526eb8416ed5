"""A report of an adverse event, filled in from a case: one list of fields for page, PDF and JSON.

The minimum of a valid report is an identifiable patient, a reporter, a suspect product and an
event; the fields and their numbers are those of ICH E2B(R3) (implementation guide 5.01,
EMA/CHMP/ICH/287/1995) and cover sections A, B, D and G of the form FDA 3500
(fda.gov/safety, "Instructions for Completing Form FDA 3500"). The patient is named by initials
and age only. What nobody recorded is None, and is printed as such.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.clinic import wording
from frontend.clinic.case_facts import site_rows
from frontend.clinic.history_questions import other_names
from frontend.clinic.labels import product_name, treatment_line
from frontend.clinic.risks import known_list
from frontend.clinic.timeline import check_in_summary
from frontend.papers.reactions import Reaction, reactions_of
from tracker.models import Patient, ReviewCase, Role, Treatment, User
from tracker.services.adverse_reports import OUTCOMES, SERIOUS, Judged
from tracker.services.asked_history import toxin_elsewhere_on
from tracker.triage.explain import Voice

STANDARD: Final = "ICH E2B(R3)"
SERIOUS_WORDS = {
    "death": gettext_lazy("Results in death"),
    "life_threatening": gettext_lazy("Life-threatening"),
    "hospital": gettext_lazy("Hospital stay, begun or made longer"),
    "disability": gettext_lazy("Lasting disability"),
    "birth_defect": gettext_lazy("Birth defect"),
    "other": gettext_lazy("Another important medical condition"),
}
OUTCOME_WORDS = {
    "recovered": gettext_lazy("Recovered"),
    "recovering": gettext_lazy("Recovering"),
    "not_recovered": gettext_lazy("Not recovered"),
    "recovered_with_sequelae": gettext_lazy("Recovered, with lasting effects"),
    "fatal": gettext_lazy("Fatal"),
    "unknown": gettext_lazy("Unknown"),
}
SIGNS = (Role.CLINICAL_LEAD, Role.DERMATOLOGIST)


@dataclass(frozen=True)
class Field:
    """element: its number in E2B(R3), "" where it has none. value None: not recorded."""

    element: str
    name: str
    value: str | None

    @property
    def said(self) -> str:
        return self.value or _("Not recorded")


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    fields: tuple[Field, ...]


def report_of(
    case: ReviewCase, words: Voice, judged: Judged, by: User, roles: frozenset[str]
) -> list[Section]:
    """Within on_paper, in the language and by the clock of the clinic."""
    reactions = reactions_of(case.treatment, words)
    return [
        Section("report", _("This report"), tuple(_report(case))),
        Section("reporter", _("Reporter"), tuple(_reporter(case, by, roles))),
        Section("patient", _("Patient"), tuple(_patient(case, reactions, words))),
        Section("product", _("Suspect product"), tuple(_product(case.treatment, words))),
        *(_reaction(number, each) for number, each in enumerate(reactions, start=1)),
        Section("judgement", _("The event as a whole"), tuple(_judged(judged))),
        Section("narrative", _("What happened"), tuple(_narrative(case, words, judged))),
    ]


def as_data(sections: Iterable[Section]) -> dict[str, Any]:
    """For programs: value is null and said tells so where nothing was recorded."""
    return {
        "standard": STANDARD,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "fields": [
                    {"element": f.element, "name": f.name, "value": f.value, "said": f.said}
                    for f in section.fields
                ],
            }
            for section in sections
        ],
    }


def _report(case: ReviewCase) -> Iterator[Field]:
    yield Field("C.1.1", _("Our number of this case"), str(case.pk))
    yield Field("C.1.2", _("Made"), wording.moment(timezone.now()))
    yield Field("C.1.3", _("Kind of report"), _("Spontaneous"))
    yield Field("C.1.4", _("First told"), wording.moment(case.opened_at))


def _reporter(case: ReviewCase, by: User, roles: frozenset[str]) -> Iterator[Field]:
    role = next((wording.ROLES[each] for each in SIGNS if each in roles), None)
    yield Field("C.2.r.1", _("Name"), by.name or None)
    yield Field("C.2.r.4", _("Role"), None if role is None else str(role))
    yield Field("C.2.r.2.1", _("Clinic"), case.clinic.name)
    yield Field("C.2.r.2.3", _("Address"), case.clinic.address or None)
    yield Field("C.2.r.2.7", _("Phone"), case.clinic.phone or None)


def _patient(case: ReviewCase, reactions: list[Reaction], words: Voice) -> Iterator[Field]:
    patient, onset = case.patient, min((r.first for r in reactions), default=case.opened_at)
    age = patient.age_on(timezone.localdate(onset))
    yield Field("D.1", _("Initials"), initials(patient))
    yield Field("D.2.2", _("Age at the event"), _("%(age)d years") % {"age": age})
    yield Field("D.5", _("Sex"), None)  # the record does not ask for it
    yield Field("D.3", _("Weight"), None)
    yield Field("D.7.1.r", _("Conditions"), _known(patient, "conditions", words))
    yield Field("D.7.1.r", _("Allergies"), _known(patient, "allergies", words))
    yield Field("D.7.1.r", _("Prior reaction"), _asked(patient.prior_reaction))
    yield Field("G.k", _("Medicines besides"), _known(patient, "medicines", words))
    elsewhere = toxin_elsewhere_on(patient, timezone.localdate(case.treatment.performed_at))
    yield Field("D.8.r", _("Toxin from elsewhere within 4 months"), _asked(elsewhere))


def initials(patient: Patient) -> str | None:
    """ "A. B." of the first and the last part of the name."""
    parts = [part for part in patient.name.split() if part[0].isalpha()]
    named = parts if len(parts) < 2 else [parts[0], parts[-1]]
    return " ".join(f"{part[0].upper()}." for part in named) or None


def _known(patient: Patient, kind: str, words: Voice) -> str | None:
    is_open = getattr(patient, kind) is None and not other_names(patient, kind)
    return None if is_open else known_list(patient, kind, words)


def _asked(said: bool | None) -> str | None:
    return None if said is None else _("Yes") if said else _("No")


def _product(treatment: Treatment, words: Voice) -> Iterator[Field]:
    procedure = words.label(words.protocol.procedures, treatment.procedure)
    until = treatment.lot_expires_on
    sites = "; ".join(": ".join(row) for row in site_rows(treatment, words))
    yield Field(
        "G.k.2.2", _("Product"), product_name(treatment, words) if treatment.product else None
    )
    yield Field("", _("Procedure"), procedure)
    yield Field("G.k.4.r.7", _("Lot"), treatment.lot or None)
    yield Field("", _("Lot expires"), until.isoformat() if until else None)
    yield Field("G.k.4.r.1", _("Total dose"), total_dose(treatment))
    yield Field("G.k.4.r.8", _("Dilution"), treatment.dilution or None)
    yield Field("G.k.4.r.4", _("Given"), wording.moment(treatment.performed_at))
    yield Field("", _("Sites"), sites or None)
    yield Field("G.k.4.r.10", _("Route"), None)
    yield Field("G.k.7.r", _("Reason for use"), None)
    yield Field("G.k.3.3", _("Maker"), None)
    for other in treatment.patient.treatments.all():
        if other.pk != treatment.pk:
            said = f"{wording.moment(other.performed_at)}: {treatment_line(other, words)}"
            yield Field("G.k.1", _("Another treatment"), said)


def total_dose(treatment: Treatment) -> str | None:
    """None where one site has no amount, or units differ: units are never converted."""
    sites = list(treatment.sites.all())
    units = {site.unit for site in sites}
    amounts = [site.amount for site in sites if site.amount is not None]
    if not sites or len(units) != 1 or len(amounts) != len(sites):
        return None
    return f"{sum(amounts, Decimal(0)).normalize():f} {units.pop()}".strip()


def _reaction(number: int, each: Reaction) -> Section:
    title = _("Event %(number)d") % {"number": number}
    fields = (
        Field("E.i.1.1a", _("As the patient told it"), each.name),
        Field("E.i.4", _("Began"), wording.moment(each.onset) or None),
        Field("", _("First told"), wording.moment(each.first)),
        Field("E.i.5", _("Told to be gone"), wording.moment(each.gone) or None),
        Field("", _("Strongest, from 0 to 10"), str(each.strongest) if each.strongest else None),
        Field("", _("Told last"), each.course or None),
    )
    return Section(f"event-{number}", title, fields)


def _judged(judged: Judged) -> Iterator[Field]:
    for code, element in SERIOUS.items():
        said = None if judged.serious is None else _("Yes") if code in judged.serious else _("No")
        yield Field(element, str(SERIOUS_WORDS[code]), said)
    outcome = judged.outcome
    said = f"{OUTCOME_WORDS[outcome]} ({OUTCOMES[outcome]})" if outcome else None
    yield Field("E.i.7", _("Outcome"), said)


def _narrative(case: ReviewCase, words: Voice, judged: Judged) -> Iterator[Field]:
    yield Field("H.1", _("Why the case was opened"), case.reason)
    for check_in in reversed(case.treatment.check_ins.all()):
        at = wording.moment(check_in.received_at)
        said = f"{wording.day(check_in.day)}: {check_in_summary(check_in, words)}"
        yield Field("H.1", at, said)
    yield Field("H.2", _("Reporter's words"), judged.words or None)
