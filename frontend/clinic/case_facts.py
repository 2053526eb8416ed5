"""What is known of the patient and the treatment before anything was reported."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from frontend.clinic import wording
from frontend.clinic.labels import amount_of, product_name, sentence, site_name, treatment_line
from frontend.clinic.risks import known_list, risks
from tracker.models import InjectionSite, Patient, ReviewCase, Treatment
from tracker.services.asked_history import FOUR_MONTHS
from tracker.triage.explain import Voice


def facts_of(case: ReviewCase, voice: Voice, *, hides_names: bool = False) -> dict[str, Any]:
    patient, treatment = case.patient, case.treatment
    return {
        "risks": risks(patient, voice, treatment),
        "patient": patient_facts(patient, voice, hides_names=hides_names),
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


def patient_facts(
    patient: Patient, voice: Voice, *, hides_names: bool = False
) -> list[tuple[str, str]]:
    """hides_names: others can see this screen, so no address and no birthday is in it."""
    age = patient.age_on(timezone.localdate())
    born = gettext("%(born)s (%(age)d years)") % {
        "born": date_format(patient.date_of_birth, "j M Y"),
        "age": age,
    }
    email = patient.email or gettext("Not given")
    return [
        (gettext("Born"), wording.years(age) if hides_names else born),
        (gettext("E-mail"), gettext("Hidden with the names") if hides_names else email),
        (gettext("Language"), dict(settings.LANGUAGES).get(patient.language, patient.language)),
        (gettext("Conditions"), known_list(patient, "conditions", voice)),
        (gettext("Allergies"), known_list(patient, "allergies", voice)),
        (gettext("Medicines"), known_list(patient, "medicines", voice)),
    ]


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
        *([(gettext("Dilution"), treatment.dilution)] if treatment.dilution else []),
        (gettext("Performed"), wording.full_moment(treatment.performed_at)),
        (
            gettext("Circumstances"),
            gettext("Not asked") if known is None else named or gettext("None"),
        ),
    ]


def site_rows(treatment: Treatment, voice: Voice) -> list[tuple[str, str]]:
    return rows_of(treatment.sites.all(), voice)


def rows_of(sites: Iterable[InjectionSite], voice: Voice) -> list[tuple[str, str]]:
    return [(_site(site, voice), amount_of(site) or gettext("Not recorded")) for site in sites]


def _site(site: InjectionSite, voice: Voice) -> str:
    name = sentence(site_name(site, voice))
    region = voice.protocol.regions.get(site.region)
    if site.side == "both" and region and region.has_side:
        return gettext("%(place)s, both sides") % {"place": name}
    return name


def _day(treatment: Treatment) -> str:
    return date_format(timezone.localdate(treatment.performed_at), "j M Y")
