"""What a mutant puts around a condition: the same without it (benchmarks/access_finder.py)."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q

# In a statement that is written out: whose row it is, and whether a token may still be used.
WRITTEN = re.compile(
    r"\b\w+\.(?:user_id|clinic_id|patient_id) = %s"
    r"|\btoken\.(?:revoked_at IS NULL|expires_at > %s)|\bperson\.is_active\b"
)


def laid_bare(rows: Any) -> Any:
    """The same rows without any condition; of a condition one that all rows meet."""
    if isinstance(rows, Q):
        return Q()
    bare = rows._chain()
    bare.query.where = type(bare.query.where)()
    return bare


def laying_bare(scope: Callable[..., Any]) -> Callable[..., Any]:
    """A scope that is handed on by its name."""
    return lambda *asked, **more: laid_bare(scope(*asked, **more))


def without_written(statement: str, number: int) -> str:
    """Always met, but its parameter is still read."""
    said = list(WRITTEN.finditer(statement))[number]
    return f"{statement[: said.start()]}({said[0]} OR 1 = 1){statement[said.end() :]}"


BARE = {"_laid_bare": laid_bare, "_laying_bare": laying_bare, "_without_written": without_written}
