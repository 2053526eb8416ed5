"""One phone for test after test, each time as if it were new: making one takes half a second.

What a page leaves behind in its browser is cleared away. Whoever does more to a phone than that
(a clock, a line that is cut, a script of its own) has had it for the last time.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext

LEAVES_NOTHING = frozenset(
    {"add_cookies", "clear_cookies", "cookies", "grant_permissions", "new_cdp_session"}
    | {"clear_permissions", "new_page", "storage_state"}
)


class Phone:
    """A context that is lent to one test at a time; is_spent: nobody may have it again."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context, self.origin, self.is_spent = context, origin, False
        self.shelf = context.new_page()  # stays empty, and open while all others are closed
        self.session = context.new_cdp_session(self.shelf)
        for what in (context, context.clock):
            self._watch(what)

    def _watch(self, what: Any) -> None:
        for name in dir(type(what)):
            is_deed = not name.startswith("_") and callable(getattr(type(what), name))
            if is_deed and name not in LEAVES_NOTHING:
                setattr(what, name, self._spending(getattr(what, name)))

    def _spending(self, does: Callable[..., Any]) -> Callable[..., Any]:
        def spends(*given: Any, **more: Any) -> Any:
            self.is_spent = True
            return does(*given, **more)

        return spends

    def clear(self) -> None:
        """Pages first: one that is open could write again."""
        for page in self.context.pages:
            if page != self.shelf:
                page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        everything = {"origin": self.origin, "storageTypes": "all"}
        self.session.send("Storage.clearDataForOrigin", everything)
        self.session.send("Network.clearBrowserCache")
