"""An address stays in a browser's history: it names a place of ours, and nothing that she feels.

Source: SAFETY abuse 31. The API's own are fixed (its contract), and no browser shows them.
"""

import re

from tests.house.access.routes import routes
from tracker.triage.protocol import Protocol

PARAMETER = re.compile(r"<[^>]*>")


def test_no_page_s_address_names_a_symptom(the_protocol: Protocol) -> None:
    symptoms = {code: each for code, each in the_protocol.symptoms.items() if code != "other"}
    labels = {text["label"].lower() for each in symptoms.values() for text in each.texts.values()}
    words = {re.sub("[ _]", "-", name) for name in labels | symptoms.keys()}
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})s?\b")
    paths = [PARAMETER.sub("", route.path) for route in routes() if not route.is_api]

    assert len(words) > 20
    assert named.search("treatments//bruises")
    assert [path for path in paths if named.search(path.lower())] == []
