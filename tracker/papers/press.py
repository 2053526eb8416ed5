"""The child that turns one document into a PDF: HTML and pictures come in, bytes go out.

It is started for one document with an empty environment and ends with it. It leaves the network
where the kernel lets it, writes no file, and fetches nothing but the pictures that came along.
"""

import base64
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from tracker.imaging.limits import Limits
from tracker.imaging.sandbox import leave_network, limit_resources

PICTURE = "picture:"
NOWHERE = "paper:/"  # no address of ours is ever resolved against a folder or a host
DOTS_PER_INCH = 200
STYLE = Path(__file__).with_name("paper.css")
# WeasyPrint 70 stops at a line or paragraph separator beside a space, and at two of them.
ENDS_OF_LINES = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {*map(ord, "\t\n\r")})
READABLE = CONTROLS | ENDS_OF_LINES


class InMemory(URLFetcher):
    """Refuses every address but picture:NAME of what was handed over (SAFETY abuse 36)."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        data = self._pictures.get(url.removeprefix(PICTURE)) if url.startswith(PICTURE) else None
        if data is None:
            raise ValueError("not handed over")
        return URLFetcherResponse(url, data, {"Content-Type": "image/jpeg"})


def pdf_of(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """A tagged PDF (PDF/UA-1, ISO 14289-1): title and language are the document's own."""
    fetcher = InMemory(pictures)
    style = CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=fetcher, base_url=NOWHERE)
    words = html.translate(READABLE)
    page = HTML(string=words, url_fetcher=fetcher, base_url=NOWHERE, media_type="print")
    written: bytes = page.write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1", optimize_images=True, dpi=DOTS_PER_INCH
    )
    return written


def main() -> None:
    """stdin: {"html", "pictures": {name: base64}, "seconds", "memory"} in JSON; stdout: the PDF."""
    order = json.load(sys.stdin)
    leave_network()
    limits = Limits(seconds=order["seconds"], memory=order["memory"])
    limit_resources(limits, niceness=0)  # somebody waits for it, in an emergency room perhaps
    pictures = {name: base64.b64decode(data) for name, data in order["pictures"].items()}
    sys.stdout.buffer.write(pdf_of(order["html"], pictures))
