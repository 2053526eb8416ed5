"""A phone's line, cut and given back in Chromium."""

import asyncio
from typing import Any

from playwright.sync_api import BrowserContext

LONGEST = 10.0  # seconds


def set_line(context: BrowserContext, *, is_cut: bool) -> bool:
    """False where one of its workers did not answer.

    Playwright tells every page, then every worker, and waits for ever for one that is dying. That
    one is told as it starts again, so the walk may go on. The call is left to itself, not
    cancelled: Playwright would take the change back.
    """

    async def told() -> bool:
        call: Any = asyncio.ensure_future(context._impl_obj.set_offline(is_cut))
        done, _left = await asyncio.wait({call}, timeout=LONGEST)
        for each in done:
            each.result()
        return bool(done)

    return bool(context._sync(told()))
