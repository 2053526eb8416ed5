"""Short words for building facts in tests."""

from typing import Any

from tracker.triage.facts import DangerSigns, Facts, Known, SymptomFacts, TreatmentFacts
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.receipt import Receipt, assess
from tracker.triage.situations import site_of

TOXIN, FILLER = "botulinum_toxin", "dermal_filler"
PROTOCOL = load_protocol(PROTOCOLS / newest_version())
NOTHING = Known()
NOT_ASKED = Known(asked=False)


def said(
    symptom: str, region: str | None = None, side: str | None = None, **more: Any
) -> SymptomFacts:
    return SymptomFacts(symptom, region, side, **{"severity": 4, **more})


def listed(*codes: str) -> Known:
    return Known(frozenset(codes))


def treated(*sites: str, procedure: str = TOXIN, hours: float = 100, **more: Any) -> TreatmentFacts:
    return TreatmentFacts(
        procedure,
        hours,
        tuple(site_of(each) for each in sites),
        **{"circumstances": NOTHING, **more},
    )


def facts(
    *symptoms: SymptomFacts,
    sites: tuple[str, ...] = ("forehead both",),
    procedure: str = TOXIN,
    hours: float = 100,
    circumstances: Known = NOTHING,
    signs: tuple[str, ...] = (),
    **more: Any,
) -> Facts:
    """Every list is asked and empty, broken skin is answered "no", unless said otherwise."""
    lists = dict.fromkeys(("conditions", "allergies", "medicines", "behaviours"), NOTHING)
    return Facts(
        hours_since_treatment=hours,
        treatment=treated(*sites, procedure=procedure, hours=hours, circumstances=circumstances),
        symptoms=symptoms,
        danger_signs=DangerSigns(True, bool(signs), frozenset(signs)),
        **{**lists, "safety_answers": {"broken_skin": False}, **more},
    )


def assessed(*symptoms: SymptomFacts, **more: Any) -> Receipt:
    return assess(PROTOCOL, facts(*symptoms, **more), "en")


def urgency(*symptoms: SymptomFacts, **more: Any) -> str:
    return assessed(*symptoms, **more).urgency


def ids(receipt: Receipt, key: str) -> list[str]:
    """The codes under a key of a receipt: remedies, advice, flags (by rule), withheld."""
    name = {"flags": "rule", "fired": "rule", "withheld": "remedy"}.get(key, "id")
    return [each[name] for each in receipt.data[key]]
