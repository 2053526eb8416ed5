"""What is known of the patient and the treatment before anything was reported."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from frontend import clinic_wording as wording
from frontend.clinic_labels import product_name, site_name, treatment_line
from frontend.clinic_risks import known_list, risks
from tracker.models import Patient, ReviewCase, Treatment
from tracker.triage.explain import Voice

FOUR_MONTHS = timedelta(days=122)


def facts_of(case: ReviewCase, voice: Voice) -> dict[str, Any]:
    patient, treatment = case.patient, case.treatment
    return {
        "risks": risks(patient, voice),
        "patient": patient_facts(patient, voice),
        "phone": patient.phone,
        "treatment": treatment_facts(treatment, voice),
        "sites": site_rows(treatment, voice),
        "others": [
            {"line": treatment_line(each, voice), "when": _day(each)}
            for each in patient.treatments.all()
            if each.pk != treatment.pk
            and abs(each.performed_at - treatment.performed_at) <= FOUR_MONTHS
        ],
    }


def patient_facts(patient: Patient, voice: Voice) -> list[tuple[str, str]]:
    born = date_format(patient.date_of_birth, "j M Y")
    age = patient.age_on(timezone.localdate())
    facts = [
        (gettext("Born"), gettext("%(born)s (%(age)d years)") % {"born": born, "age": age}),
        (gettext("E-mail"), patient.email or gettext("Not given")),
        (gettext("Language"), patient.language),
        (gettext("Conditions"), known_list(patient, "conditions", voice)),
        (gettext("Allergies"), known_list(patient, "allergies", voice)),
        (gettext("Medicines"), known_list(patient, "medicines", voice)),
    ]
    return facts


def treatment_facts(treatment: Treatment, voice: Voice) -> list[tuple[str, str]]:
    procedure = voice.label(voice.protocol.procedures, treatment.procedure)
    lot = treatment.lot or gettext("Not recorded")
    if treatment.lot_expires_on:
        until = date_format(treatment.lot_expires_on, "j M Y")
        lot = gettext("%(lot)s, expires %(day)s") % {"lot": lot, "day": until}
    table = voice.protocol.circumstances
    known = treatment.circumstances
    named = ", ".join(voice.label(table, code) for code in known or ())
    return [
        (gettext("Procedure"), procedure),
        (gettext("Product"), product_name(treatment, voice)),
        (gettext("Lot"), lot),
        (gettext("Performed"), wording.full_moment(treatment.performed_at)),
        (
            gettext("Circumstances"),
            gettext("Not asked") if known is None else named or gettext("None"),
        ),
    ]


def site_rows(treatment: Treatment, voice: Voice) -> list[tuple[str, str]]:
    rows = []
    for site in treatment.sites.all():
        name = site_name(site, voice)
        amount = gettext("Not recorded")
        if site.amount is not None:
            amount = f"{site.amount.normalize():f} {site.unit}".strip()
        both = gettext("%(place)s, both sides") % {"place": name}
        label = both if site.side == "both" else name
        rows.append((label[:1].upper() + label[1:], amount))
    return rows


def _day(treatment: Treatment) -> str:
    return date_format(timezone.localdate(treatment.performed_at), "j M Y")
