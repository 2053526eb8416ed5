"""The only place that judges: rows become facts, the protocol's word becomes an assessment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any
from uuid import UUID

from tracker.models import URGENCIES, Assessment, CheckIn, Treatment
from tracker.records import protocol
from tracker.records.history import EarlierReport, TreatedSite, earlier_reports, treated_sites
from tracker.records.unknown_codes import unknown_codes
from tracker.triage.explain import Voice
from tracker.triage.facts import (
    DangerSigns,
    EarlierCheckIn,
    Facts,
    Known,
    Site,
    SymptomFacts,
    TreatmentFacts,
)
from tracker.triage.receipt import Receipt, assess, canonical_json

TREATED_FOR = timedelta(days=122)  # four months (API.md, "A check-in")
REMEMBERED_FOR = timedelta(days=60)
REMEMBERED = 30
HOUR = timedelta(hours=1)
AS_FACTS = itemgetter("symptom", "region", "side", "severity", "onset_at", "course", "answers")


def judge(
    check_in: CheckIn,
    symptoms: Iterable[Any],
    *,
    answers: Mapping[str, bool | str] = MappingProxyType({}),
    number: int = 1,
    photo_findings: frozenset[str] = frozenset(),
) -> Assessment:
    """Judge a check-in; where its clock is impossible, at both ends, and the higher urgency holds.

    number above 1 is a newer assessment of the same check-in, the older ones are kept.
    photo_findings come with such a newer one, once a photo has been measured. Source: SAFETY
    abuse 24, "never drops a red flag".
    """
    facts = facts_at_both_ends(check_in, tuple(symptoms), answers, photo_findings)
    judged = [(each, _judge(check_in, each)) for each in facts]
    held, highest = max(judged, key=lambda pair: URGENCIES.index(pair[1].urgency))
    kept = _keep(check_in, highest, number)
    kept.reason = _reason(check_in, held, highest) if highest.needs_review else ""
    return kept


def facts_at_both_ends(
    check_in: CheckIn,
    symptoms: Sequence[Any],
    answers: Mapping[str, bool | str],
    photo_findings: frozenset[str],
) -> list[Facts]:
    """What it is judged by; two where its clock is impossible."""
    ends: tuple[datetime, ...] = (check_in.judged_at,)
    if check_in.clock_suspect:
        ends = (check_in.treatment.performed_at, check_in.received_at)
    found = [facts_of(check_in, symptoms, at, answers) for at in ends]
    return [replace(each, photo_findings=photo_findings) for each in found]


def _judge(check_in: CheckIn, facts: Facts) -> Receipt:
    return assess(protocol.in_force(), facts, check_in.patient.language)


def _reason(check_in: CheckIn, facts: Facts, receipt: Receipt) -> str:
    """One line in the clinic's own language: the gravest flag and what fired it, said once."""
    known, language = protocol.in_force(), check_in.patient.clinic.language
    is_hers = receipt.data["language"] == language
    said = receipt.data if is_hers else assess(known, facts, language).data
    gravest = max(said["flags"], key=lambda flag: URGENCIES.index(flag["urgency"]))
    title, fact = str(gravest["title"]), str(next(iter(gravest["because"]), ""))
    for name in (Voice(known, language).name(each) for each in known.symptoms.values()):
        if title.casefold().startswith(f"{name} ".casefold()) and fact.startswith(f"{name}, "):
            return f"{title}: {fact.removeprefix(f'{name}, ')}"
    if fact.casefold().startswith(title.casefold()):
        return fact[:1].upper() + fact[1:]
    return f"{title}: {fact}" if fact else title


def _keep(check_in: CheckIn, receipt: Receipt, number: int) -> Assessment:
    kept = Assessment.objects.create(
        check_in=check_in,
        number=number,
        urgency=receipt.urgency,
        seek_emergency_care=receipt.seek_emergency_care,
        needs_review=receipt.needs_review,
        protocol_version=receipt.data["protocol"],
        digest=receipt.data["digest"],
        engine=receipt.data["engine"],
        language=receipt.data["language"],
        rules=[fired["rule"] for fired in receipt.data["fired"]],
        receipt=canonical_json(receipt.data),
    )
    kept.said = receipt.data
    return kept


def facts_of(
    check_in: CheckIn,
    symptoms: Iterable[Any],
    at: datetime,
    answers: Mapping[str, bool | str],
) -> Facts:
    """Everything the judge may look at, as it stands at `at` (UTC).

    An onset keeps its distance from the report: a phone whose clock is wrong is wrong for both.
    """
    patient, treatment = check_in.patient, check_in.treatment
    shift = check_in.reported_at - at
    unknown = unknown_codes(patient, protocol.in_force())
    here, others = _treatments(treatment, at)
    return Facts(
        hours_since_treatment=_hours(treatment.performed_at, at),
        treatment=here,
        other_treatments=others,
        symptoms=tuple(_symptom(each, treatment, shift) for each in symptoms),
        danger_signs=_danger_signs(check_in.danger_signs),
        conditions=_known(patient.conditions, unknown),
        allergies=_known(patient.allergies, unknown),
        medicines=_known(patient.medicines, unknown),
        behaviours=_known(check_in.behaviours),
        safety_answers={**patient.safety_answers, **answers},
        earlier=_earlier(check_in, at),
    )


def _hours(start: datetime, end: datetime) -> float:
    return max((end - start) / HOUR, 0.0)


def _known(codes: list[str] | None, unknown: frozenset[str] = frozenset()) -> Known:
    return Known(frozenset(codes or ()) - unknown, unknown, codes is not None)


def _danger_signs(said: Mapping[str, Any]) -> DangerSigns:
    return DangerSigns(
        bool(said.get("asked")), bool(said.get("any")), frozenset(said.get("signs") or ())
    )


def _symptom(said: Any, treatment: Treatment, shift: timedelta) -> SymptomFacts:
    onset = said.onset_at
    hours = None if onset is None else (onset - shift - treatment.performed_at) / HOUR
    return SymptomFacts(
        said.symptom,
        said.region or None,
        said.side or None,
        said.severity,
        hours,
        said.course or None,
        said.answers,
    )


def _treatments(
    treatment: Treatment, at: datetime
) -> tuple[TreatmentFacts, tuple[TreatmentFacts, ...]]:
    """The treatment reported on, and her others of the last four months."""
    found: dict[UUID, TreatmentFacts] = {}
    rows = treated_sites(treatment.patient_id, since=at - TREATED_FOR, besides=treatment.pk)
    for pk, sites in groupby(rows, key=lambda row: row.treatment):
        found[pk] = _treatment(list(sites), at)
    here = found.pop(treatment.pk)
    return here, tuple(found.values())


def _treatment(rows: list[TreatedSite], at: datetime) -> TreatmentFacts:
    first = rows[0]
    return TreatmentFacts(
        first.procedure,
        _hours(first.performed_at, at),
        tuple(Site(row.region, row.side or None) for row in rows if row.region),
        _known(first.circumstances),
        first.product or None,
    )


def _earlier(check_in: CheckIn, at: datetime) -> tuple[EarlierCheckIn, ...]:
    """Her last 30 check-ins of the last 60 days, newest first."""
    reports = earlier_reports(
        check_in.patient_id,
        before=at,
        since=at - REMEMBERED_FOR,
        besides=check_in.pk,
        at_most=REMEMBERED,
    )
    return tuple(_said_before(check_in.treatment, report) for report in reports)


def _said_before(treatment: Treatment, report: EarlierReport) -> EarlierCheckIn:
    told = map(SymptomFacts._make, map(AS_FACTS, report.content["symptoms"]))
    hours = (report.judged_at - treatment.performed_at) / HOUR
    said = [_begun_before(each, report, hours) if each.onset_hours else each for each in told]
    return EarlierCheckIn(hours, tuple(said), frozenset(report.rules))


def _begun_before(said: SymptomFacts, report: EarlierReport, hours: float) -> SymptomFacts:
    """onset_hours holds the moment as it was sent: its distance from that report is what counts,
    whatever her clock said then."""
    onset, reported_at = (
        datetime.fromisoformat(str(each))
        for each in (said.onset_hours, report.content["reported_at"])
    )
    return said._replace(onset_hours=hours + (onset - reported_at) / HOUR)
