"""What a phone asks before it puts Fadewell on its home screen; neutral words only.

Whoever looks over her shoulder reads no treatment, symptom or clinic there (UX.md section 6).
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

NAME = "Fadewell"
HEADER, PAGE = "#ffffff", "#f4f7f8"  # --surface and --page of the light theme
ICONS = (
    ("app-192.png", "192x192", "any"),
    ("app-512.png", "512x512", "any"),
    ("app-maskable-512.png", "512x512", "maskable"),
)


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """The same for everybody, so it may be kept; asked for anew each time it is used."""
    answer = JsonResponse(
        described(request.LANGUAGE_CODE), content_type="application/manifest+json"
    )
    answer["Cache-Control"] = "no-cache, public, max-age=0"
    return answer


def described(language: str) -> dict[str, Any]:
    return {
        "name": NAME,
        "short_name": NAME,
        "description": _("Tell your clinic how you are, in about a minute a day."),
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": HEADER,
        "background_color": PAGE,
        "categories": ["lifestyle"],
        "icons": [icon(*each) for each in ICONS],
        "shortcuts": [
            {"name": _("Start check-in"), "url": reverse("check-in")},
            {"name": _("Get help now"), "url": reverse("help")},
        ],
    }


def icon(file: str, sizes: str, purpose: str) -> dict[str, str]:
    address = static(f"frontend/icons/{file}")
    return {"src": address, "sizes": sizes, "type": "image/png", "purpose": purpose}


manifest_urls: list[URLPattern] = [
    path("manifest.webmanifest", manifest, name="manifest"),
]
