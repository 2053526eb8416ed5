"""The fields of the enrolment's form that other pages have too: a treatment, a history."""

from collections.abc import Mapping
from typing import Any

from frontend.accounts.wording import MAP_WORDS
from frontend.enrolment.choices import Choices
from frontend.enrolment.draft import Draft
from frontend.enrolment.history import History, question_rows


def treatment_fields(draft: Draft, choices: Choices, said: Mapping[str, Any]) -> dict[str, Any]:
    """said: what is wrong, by field."""
    product = draft.texts["product"]
    return {
        "draft": draft.texts,
        "products": choices.products(product),
        "unit": choices.unit(product),
        "step": choices.step(product),
        "regions": choices.words.regions(),
        "chosen": list(draft.sites),
        "sites": choices.sites(draft),
        "circumstances": choices.circumstances(draft, said),
        "said": said,
        "errors": [{"field": name, "text": text} for name, text in said.items()],
        "map_words": {name: str(text) for name, text in MAP_WORDS.items()},
    }


def history_fields(history: History, choices: Choices, said: Mapping[str, Any]) -> dict[str, Any]:
    words = choices.words
    return {
        "questions": question_rows(history, words.protocol, words.language, said),
        "rests": choices.rests(history, said),
    }
