"""What a browser may do with what it is given (SAFETY abuses 13 and 16)."""

from collections.abc import MutableMapping

from csp.constants import NONCE, NONE, SELF

PAGES = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],  # no text becomes HTML or script in any module
        "trusted-types": ["fadewell"],
    }
}
PICTURE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def guard_file(headers: MutableMapping[str, str], _path: str, url: str) -> None:
    """A static file is ours to use; an SVG that is opened by itself is a page that does nothing."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if url.endswith(".svg"):
        headers["Content-Security-Policy"] = PICTURE
