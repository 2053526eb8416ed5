"""What must hold between items that are built already; each fault is refused by name."""

from dataclasses import replace
from typing import Any

import pytest

from tests.triage.test_grammar import NAMES
from tests.triage.world import PROTOCOL
from tracker.triage.check import check_links
from tracker.triage.grammar import condition
from tracker.triage.protocol import Protocol, ProtocolError

RULE = PROTOCOL.rules["hives"]
FLOOR = PROTOCOL.rules["not-explained"]


def without(table: str, code: str) -> Protocol:
    kept = {key: each for key, each in getattr(PROTOCOL, table).items() if key != code}
    return replace(PROTOCOL, **{table: kept})


def changed(table: str, code: str, **changes: Any) -> Protocol:
    items = getattr(PROTOCOL, table)
    return replace(PROTOCOL, **{table: {**items, code: replace(items[code], **changes)}})


def when(data: dict[str, Any]) -> Protocol:
    return changed("rules", "hives", when=condition(data, NAMES))


HOURS = [{"hours_at_most": 4}, {"hours_at_least": 5}]
FAULTS = {
    "no symptom for strange words": (without("symptoms", "other"), "each need 'other'"),
    "no region for strange words": (without("regions", "other"), "each need 'other'"),
    "no floor": (without("rules", "not-explained"), "one rule for what no rule explains"),
    "two floors": (
        replace(PROTOCOL, rules={**PROTOCOL.rules, "again": replace(FLOOR, id="again")}),
        "one rule for what no rule explains",
    ),
    "a floor that is no flag": (
        changed("rules", "not-explained", urgency="self_care"),
        "one rule for what no rule explains",
    ),
    "a rule without when": (changed("rules", "hives", when=None), "rule hives: no 'when'"),
    "a rule without situation": (
        changed("rules", "hives", situations=()),
        "rule hives: no [[situation]] shows that it can fire",
    ),
    "a rule without title": (changed("rules", "hives", texts={}), "rule hives: no title"),
    "a rule that asks what came of it": (
        when({"all": [{"symptom": "hives"}, {"not": {"urgency": "review"}}]}),
        "rule hives: a rule may not ask what the judgement came to",
    ),
    "hours that exclude one another": (
        when({"all": HOURS}),
        "rule hives: unreachable, its hours exclude one another",
    ),
    "hours that exclude one another, deep": (
        when({"any": [{"symptom": "hives"}, {"not": {"all": HOURS}}]}),
        "rule hives: unreachable, its hours exclude one another",
    ),
    "a question about nothing": (
        changed("questions", "asteraceae", codes=frozenset({"roses", "lilies"})),
        "question asteraceae: unknown code lilies, roses",
    ),
    "an offered remedy without when": (
        changed("remedies", "wait", when=None),
        "remedy wait: no 'when'",
    ),
    "a reason without words": (
        changed(
            "remedies",
            "arnica_topical",
            contraindications=tuple(
                replace(each, because="roses")
                for each in PROTOCOL.remedies["arnica_topical"].contraindications
            ),
        ),
        "remedy arnica_topical: no text 'roses' for a reason",
    ),
    "a place without words": (
        changed("remedies", "wait", not_where=({"when": RULE.when, "because": "roses"},)),
        "remedy wait: no text 'roses' for a reason",
    ),
    "a weakness of nothing": (
        changed("regions", "jaw", weakness="glow"),
        "region jaw: unknown symptom glow",
    ),
    "a tick that leads nowhere": (
        changed("ticks", "bruise", details={"codes": ["bruise", "glow"]}),
        "tick bruise: unknown symptom glow",
    ),
    "a choice that leads nowhere": (
        changed("ticks", "bruise", details={"asks": [{"choices": [{"symptom": "glow"}]}]}),
        "tick bruise: unknown symptom glow",
    ),
}


@pytest.mark.parametrize(("spoilt", "message"), FAULTS.values(), ids=FAULTS)
def test_a_link_that_leads_nowhere_is_refused(spoilt: Protocol, message: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        check_links(spoilt)
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "whole",
    [
        PROTOCOL,
        changed("remedies", "wait", when=None, offered=False),
        changed("questions", "asteraceae", settles="", codes=frozenset({"roses"})),
        when({"all": [{"hours_at_most": 5}, {"hours_at_least": 5}]}),
        when({"all": [{"hours_at_least": 5}, {"symptom": "hives"}]}),
        when({"any": HOURS}),
        changed("ticks", "bruise", details={"asks": [{"choices": [{"id": "yes"}]}, {}]}),
    ],
    ids=[
        "the protocol",
        "a remedy that is not offered",
        "a question that settles no list",
        "one hour that both ends share",
        "one end of the hours",
        "hours of which one must hold",
        "a tick without codes",
    ],
)
def test_what_leads_somewhere_is_taken(whole: Protocol) -> None:
    check_links(whole)
