"""The emergencies that nobody has seen, as every page of the worklist and of a case says them."""

from collections.abc import Mapping
from typing import Any

from frontend.clinic import list_wording


def calling(counts: Mapping[str, Any], *, is_listed: bool = False) -> dict[str, Any]:
    """counts: as emergencies_unseen has them. is_listed: they stand at the top of this page.

    stands: said as the page is made. latest: when the newest of them had its last word, so that a
    script knows a new one.
    """
    latest, text = counts["latest"], list_wording.emergencies(counts["emergencies"])
    return {
        "text": text,
        "stands": bool(text) and not is_listed,
        "latest": latest.isoformat() if latest else "",
        "is_listed": is_listed,
    }
