"""Reading a case file: what the protocol is held against, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.triage.facts import (
    Answer,
    DangerSigns,
    EarlierCheckIn,
    Facts,
    Known,
    Site,
    SymptomFacts,
    TreatmentFacts,
)
from tracker.triage.protocol import URGENCIES, Protocol

Data = Mapping[str, Any]
Warn = Callable[[str], None]
SIDES = ("left", "right", "both")


class CaseFileError(Exception):
    """A line that cannot be read; the message names the line and the field."""


@dataclass(frozen=True)
class Case:
    id: str
    facts: Facts
    expected: Data | None


def read_cases(lines: Iterable[str], protocol: Protocol, warn: Warn) -> Iterator[Case]:
    """Every case of a file; raises CaseFileError for text that is no case."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _Reader(protocol, number, warn).case(_json(line, number))
            except KeyError as missing:
                raise CaseFileError(f"line {number}: field {missing} is missing") from missing


def _json(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise CaseFileError(f"line {number}: not JSON: {error.msg} at {error.pos}") from error


class _Reader:
    """One line: a strange code is an unknown fact with a warning, never the end of the run."""

    def __init__(self, protocol: Protocol, number: int, warn: Warn) -> None:
        self.protocol, self.number, self._warn = protocol, number, warn

    def case(self, data: Any) -> Case:
        self.want(data, dict, "the line")
        treatment = self.want(data["treatment"], dict, "treatment")
        hours = float(self.number_of(data["hours_since_treatment"], "hours_since_treatment"))
        patient = self.want(data.get("patient") or {}, dict, "patient")
        symptoms = tuple(self.symptoms(data["symptoms"], "symptoms"))
        facts = Facts(
            hours_since_treatment=hours,
            treatment=self.treatment(treatment, hours, "treatment"),
            other_treatments=tuple(self.others(data.get("other_treatments") or [])),
            symptoms=symptoms,
            danger_signs=self.danger_signs(data.get("danger_signs")),
            conditions=self.known(patient, "conditions"),
            allergies=self.known(patient, "allergies"),
            medicines=self.known(patient, "medicines"),
            behaviours=self.known(data, "behaviours"),
            safety_answers=self.safety_answers(data.get("safety_answers"), symptoms),
            earlier=tuple(self.earlier(data.get("earlier") or [])),
        )
        return Case(str(data["id"]), facts, self.expected(data.get("expected")))

    def expected(self, data: Any) -> Data | None:
        if data is None:
            return None
        self.want(data, dict, "expected")
        for urgency in (data["urgency"], *(data.get("urgency_also_ok") or [])):
            if urgency not in URGENCIES:
                raise self.fail("expected.urgency", f"{urgency!r} is no urgency")
        for key in ("must_flag", "patient_told_to_seek_emergency_care"):
            self.want(data[key], bool, f"expected.{key}")
        known: Data = data
        return known

    def treatment(self, data: Data, hours: float, field: str) -> TreatmentFacts:
        procedure = str(data["procedure"])
        if procedure not in self.protocol.procedures:
            self.warn(f"{field}.procedure", procedure)
        sites = self.want(data["sites"], list, f"{field}.sites")
        return TreatmentFacts(
            procedure=procedure,
            hours_since=hours,
            sites=tuple(self.site(each, f"{field}.sites") for each in sites),
            circumstances=self.known(data, "circumstances"),
            product=data.get("product"),
        )

    def others(self, rows: list[Data]) -> Iterator[TreatmentFacts]:
        for at, row in enumerate(rows):
            field = f"other_treatments.{at}"
            hours = float(self.number_of(row["hours_since"], f"{field}.hours_since"))
            yield self.treatment(row, hours, field)

    def site(self, data: Any, field: str) -> Site:
        self.want(data, dict, field)
        return Site(self.region(data["region"], field), self.side(data, field))

    def symptoms(self, rows: Any, field: str) -> Iterator[SymptomFacts]:
        for at, row in enumerate(self.want(rows, list, field)):
            yield self.symptom(self.want(row, dict, f"{field}.{at}"), f"{field}.{at}")

    def symptom(self, row: Data, field: str) -> SymptomFacts:
        code, severity, onset = str(row["symptom"]), row.get("severity"), row.get("onset_hours")
        if code not in self.protocol.symptoms:
            self.warn(f"{field}.symptom", code)
        if severity is not None:
            severity = round(self.number_of(severity, f"{field}.severity"))
        if onset is not None:
            onset = float(self.number_of(onset, f"{field}.onset_hours"))
        return SymptomFacts(
            symptom=code,
            region=None if row.get("region") is None else self.region(row["region"], field),
            side=self.side(row, field),
            severity=severity,
            onset_hours=onset,
            course=self.course(row.get("course"), field),
            answers=dict(self.answers(row.get("answers") or {}, field)),
        )

    def region(self, said: Any, field: str) -> str:
        code = str(said)
        if code not in self.protocol.regions:
            self.warn(f"{field}.region", code)
        return code

    def side(self, row: Data, field: str) -> str | None:
        side = row.get("side")
        if side is not None and side not in SIDES:
            self.warn(f"{field}.side", side)
            return None
        return side

    def course(self, course: Any, field: str) -> str | None:
        if course is None or str(course) in self.protocol.courses:
            return None if course is None else str(course)
        self.warn(f"{field}.course", course)
        return None

    def answers(self, said: Any, field: str) -> Iterator[tuple[str, Answer]]:
        for name, value in self.want(said, dict, f"{field}.answers").items():
            item = self.protocol.answers.get(name)
            if item is None:
                self.warn(f"{field}.answers", name)
            elif item.takes(value):
                yield name, value
            elif value is not None:
                wanted = [each["id"] for each in item.choices] or ["true", "false"]
                raise self.fail(
                    f"{field}.answers.{name}", f"{', '.join(wanted)} or not_sure is wanted"
                )

    def known(self, data: Data, kind: str) -> Known:
        """A list is complete; null or missing was not asked."""
        said = data.get(kind)
        if said is None:
            return Known(asked=False)
        table = getattr(self.protocol, kind)
        codes = [self.meant(kind, str(each)) for each in self.want(said, list, kind)]
        unknown = data.get(f"{kind}_not_asked") or ()
        return Known(frozenset(each for each in codes if each in table), frozenset(unknown))

    def meant(self, kind: str, said: str) -> str:
        """A word by which a code is found ("chamomile") stands for it, with a warning too."""
        table = getattr(self.protocol, kind)
        if said in table:
            return said
        self.warn(kind, said)
        words = ((code, each.details.get("search", ())) for code, each in table.items())
        return next((code for code, search in words if said in search), said)

    def safety_answers(self, said: Any, symptoms: tuple[SymptomFacts, ...]) -> dict[str, Answer]:
        """Broken skin counts as answered "no", unless an open place is reported (CASES.md)."""
        open_skin = self.protocol.sets["open_skin"]
        reported = {each.symptom for each in symptoms if each.course != "gone"}
        broken: dict[str, Answer] = {"broken_skin": not open_skin.isdisjoint(reported)}
        return {**broken, **(said or {})}

    def danger_signs(self, said: Any) -> DangerSigns:
        if said is None:
            return DangerSigns()
        signs = frozenset(said.get("signs") or ())
        return DangerSigns(True, bool(said.get("any") or signs), signs)

    def earlier(self, rows: list[Data]) -> Iterator[EarlierCheckIn]:
        for at, row in enumerate(rows):
            field = f"earlier.{at}"
            yield EarlierCheckIn(
                float(self.number_of(row["hours_since_treatment"], field)),
                tuple(self.symptoms(row.get("symptoms") or [], f"{field}.symptoms")),
                frozenset(row.get("rules") or ()),
            )

    def number_of(self, value: Any, field: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(field, "a number is wanted")
        return value

    def want(self, value: Any, kind: type, field: str) -> Any:
        if not isinstance(value, kind):
            raise self.fail(field, f"{kind.__name__} is wanted")
        return value

    def fail(self, field: str, message: str) -> CaseFileError:
        return CaseFileError(f"line {self.number}: field {field!r}: {message}")

    def warn(self, field: str, code: Any) -> None:
        self._warn(f"line {self.number}: field {field!r}: unknown code {code!r}")
