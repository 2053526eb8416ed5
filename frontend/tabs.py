"""What the four tabs say on every page of hers."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tracker.records.queries import has_unread


def news(request: HttpRequest) -> dict[str, Any]:
    """Whether a message waits for her; asked only by a page that shows the tabs."""
    return {"unread": SimpleLazyObject(lambda: has_unread(request.user))}
