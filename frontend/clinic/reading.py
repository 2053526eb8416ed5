"""How easy a message reads: a hint beside it, which never holds it back.

Short sentences and short words are what a reading age of 9 to 11 asks for (UX.md, section 6).
"""

import re

from django.utils.translation import gettext, ngettext

from tracker.triage.lint import sentences

LONGEST_SENTENCE = 20  # words
LONG_WORD = {"en": 12, "es": 14}  # letters; Spanish words are longer
MOST_NAMED = 5
WORD = re.compile(r"[^\W\d_]+")


def reading_hint(text: str, language: str) -> list[str]:
    """One sentence a finding; one of praise where there is none."""
    long = [each for each in sentences(text) if len(each.split()) > LONGEST_SENTENCE]
    most = LONG_WORD.get(language, LONG_WORD["en"])
    words = list(dict.fromkeys(each for each in WORD.findall(text) if len(each) > most))
    hints = []
    if long:
        said = ngettext(
            "%(count)d sentence has more than %(most)d words.",
            "%(count)d sentences have more than %(most)d words.",
            len(long),
        )
        hints.append(said % {"count": len(long), "most": LONGEST_SENTENCE})
    if words:
        named = ", ".join(words[:MOST_NAMED])
        said = ngettext(
            "%(count)d long word: %(named)s.", "%(count)d long words: %(named)s.", len(words)
        )
        hints.append(said % {"count": len(words), "named": named})
    return hints or [gettext("Short sentences and short words: easy to read.")]
