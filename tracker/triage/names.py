"""The codes of a protocol, as its conditions may name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.triage.protocol import ProtocolError

EVERY = "*"


@dataclass(frozen=True)
class Names:
    """Every code that a condition may use, by kind; sets are written with an @."""

    known: Mapping[str, frozenset[str]]
    sets: Mapping[str, frozenset[str]]
    where: str

    def fail(self, message: str) -> ProtocolError:
        return ProtocolError(f"{self.where}: {message}")

    def codes(self, kind: str, said: Any) -> tuple[str, ...]:
        """The codes meant by a code, a list of codes, an @set or * (all of the kind)."""
        words = [said] if isinstance(said, str) else said
        if not isinstance(words, list) or not words:
            raise self.fail(f"a code or a list of codes is wanted for {kind}, not {said!r}")
        return tuple(dict.fromkeys(code for word in words for code in self._expand(kind, word)))

    def _expand(self, kind: str, word: Any) -> Iterable[str]:
        if word == EVERY:
            return sorted(self.known[kind])
        if isinstance(word, str) and word.startswith("@"):
            if word[1:] not in self.sets:
                raise self.fail(f"unknown set {word!r}")
            return [each for one in sorted(self.sets[word[1:]]) for each in self._expand(kind, one)]
        if word not in self.known[kind]:
            raise self.fail(f"unknown code {word!r} among {kind}")
        return [word]
