"""Views with a name beside the worklist's own, each with its count."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from frontend.clinic.asked import Asked
from frontend.clinic.filter_bar import BOUNDED
from frontend.pages.clinic_doors import Desk
from tracker.models import SavedView, User
from tracker.records.worklist import condition_of


def shown(
    desk: Desk, found: Iterable[SavedView], counts: Mapping[str, Any], here: str
) -> list[dict[str, Any]]:
    """Each as a link beside the views; counts: as view_counts has them, with `conditions`."""
    return [
        {
            "id": view.pk,
            "url": asked_by(view).url(),
            "label": view.name,
            "count": str(counts.get(_key(view), "")),
            "current": asked_by(view).query() == here,
            "owner": "" if view.owner_id == desk.user.pk else view.owner.name,
            "is_shared": view.clinic_id is not None,
            "may_forget": desk.may_forget(view),
        }
        for view in found
    ]


def conditions(user: User, found: Iterable[SavedView]) -> dict[str, Any]:
    """To count in the statement that counts the views; closed cases and notes are left out."""
    asked = {_key(view): asked_by(view) for view in found}
    return {
        key: condition_of(user, each.view, each.only(user))
        for key, each in asked.items()
        if each.view not in BOUNDED
    }


def asked_by(view: SavedView) -> Asked:
    return Asked.of(QueryDict(view.query).dict())


def _key(view: SavedView) -> str:
    return f"saved_{view.pk.hex}"
