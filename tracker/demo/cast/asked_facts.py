"""What the two clinics asked besides the lists; whoever stands nowhere was not asked."""

REACTED = frozenset(("ben", "zofia", "thandi"))
NEVER_REACTED = frozenset(("ana", "liv", "marta", "elif", "mei", "nadia", "rosa", "noor", "femi"))
TOXIN_ELSEWHERE = frozenset(("marta", "noor"))
NO_TOXIN_ELSEWHERE = frozenset(("ana", "ben", "liv", "elif", "mei", "nadia", "rosa", "zofia"))


def reacted(key: str) -> bool | None:
    return key in REACTED if key in REACTED | NEVER_REACTED else None


def toxin_elsewhere(key: str) -> bool | None:
    return key in TOXIN_ELSEWHERE if key in TOXIN_ELSEWHERE | NO_TOXIN_ELSEWHERE else None
