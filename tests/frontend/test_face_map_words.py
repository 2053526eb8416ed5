"""What stands on the targets of the face map, and where a long word of it may be cut."""

import pytest
from django.test import Client

from frontend.templatetags.face import divided


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Mandíbula", "Mandí|bula"),
        ("Comisura de la boca", "Comi|sura de la boca"),
        ("Between the brows", "Between the brows"),
        ("Cheek", "Cheek"),
        ("", ""),
    ],
)
def test_a_long_word_may_be_cut_between_two_syllables(label: str, said: str) -> None:
    assert divided(label).replace("\N{SOFT HYPHEN}", "|") == said


@pytest.mark.django_db
def test_only_the_words_on_the_drawing_are_cut_never_those_that_are_read_aloud(
    hers: Client,
) -> None:
    page = hers.get("/check-in/questions?of=es-0").content.decode()

    assert 'aria-hidden="true">Mandí\N{SOFT HYPHEN}bula</span>' in page
    assert '<span class="place__full">Lado izquierdo de la mandíbula</span>' in page
