"""What reaches a browser: no HTML from strings, nothing inline, nothing from elsewhere."""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.house.source import HOUSE, ROOT, inside, name_of

SCRIPTS = inside("frontend", "api", suffix=".js")
STYLES = inside("frontend", "api", suffix=".css")
TEMPLATES = [path for path in inside(*HOUSE, suffix=".html") if "templates" in path.parts]
VENDOR = ROOT / "frontend/static/frontend/js/vendor"

HTML_FROM_STRINGS = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe)\b"
    r"|\bdocument\.write(ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bsetTimeout\s*\(\s*['\"`]"
)
NOTHING_OF_HEALTH = {
    "frontend/static/frontend/js/app-lock.js": "when this phone was last in use",
    "frontend/static/frontend/js/emergencies.js": "up to which moment this tab has called her",
    "frontend/static/frontend/js/enrol-draft.js": "a product and places, of nobody (docs/adr/101)",
    "frontend/static/frontend/js/install.js": "on which visits installing was offered",
    "frontend/static/frontend/js/push.js": "whose notifications come here, and when it was told",
    "frontend/static/frontend/js/region-map.js": "map or list: how she likes to choose a place",
    "frontend/static/frontend/js/read-only.js": "when the line came back to this tab",
    "frontend/static/frontend/js/sign-out.js": "empties both, keeps nothing",
}
KEPT_IN_THE_OPEN = re.compile(r"\b(localStorage|sessionStorage)\b")
INLINE = re.compile(r"<[^>]*\s(style|on[a-z]+)\s*=|javascript:|<style\b", re.I)
SCRIPT = re.compile(r"<script\b[^>]*>", re.I)
HEARD = re.compile(r"(?<!otherTabs\.)\baddEventListener\(\s*[\"'`]message|\bonmessage\b")
FROM_ELSEWHERE = re.compile(
    r"(src|srcset|action)\s*=\s*[\"']?(https?:)?//|<link[^>]+https?://", re.I
)
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")
ALL_OF_THE_PAGE = re.compile(
    r"(html|body|:root|\.clinic|\.patient)[\w.\[\]=\"-]*:has\((?!\s*[>)])"  # "html:has()" says so
)
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.S)


def found(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    return [
        f"{name_of(path)}: {match[0][:80]}"
        for path in paths
        for match in pattern.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]


def test_no_module_makes_html_from_a_string() -> None:
    assert found(HTML_FROM_STRINGS, SCRIPTS) == []


def test_no_module_keeps_anything_in_the_open() -> None:
    keepers = {place.partition(":")[0] for place in found(KEPT_IN_THE_OPEN, SCRIPTS)}

    assert keepers - set(NOTHING_OF_HEALTH) == set()


def test_no_browser_remembers_what_somebody_writes() -> None:
    """It would write the words of an open tab to its disk (docs/adr/075, SAFETY abuse 33)."""
    fields = [
        field for path in TEMPLATES for field in re.findall(r"<textarea\b[^>]*", path.read_text())
    ]
    assert len(fields) > 10
    assert [field for field in fields if 'autocomplete="off"' not in field] == []


def test_no_template_carries_inline_style_or_handlers() -> None:
    assert found(INLINE, TEMPLATES) == []


def test_no_style_looks_through_the_whole_page_whenever_the_focus_moves() -> None:
    """With 500 rows on the worklist it took a tenth of a second a key."""
    assert found(ALL_OF_THE_PAGE, STYLES) == []


def test_a_script_is_a_file_or_carries_the_nonce() -> None:
    bare = [
        f"{name_of(path)}: {tag}"
        for path in TEMPLATES
        for tag in SCRIPT.findall(path.read_text(encoding="utf-8"))
        if "src=" not in tag and "nonce=" not in tag and "application/json" not in tag
    ]

    assert bare == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    elsewhere = re.compile(
        r"(@import|url\(|\bimport\b[^;\n]*|\bfetch\()\s*[\"'(]*(https?:)?//", re.I
    )

    assert found(FROM_ELSEWHERE, TEMPLATES) == []
    assert found(elsewhere, [*STYLES, *SCRIPTS]) == []


def test_no_page_hears_what_another_window_says() -> None:
    """Tabs hear each other by a channel of our origin, the worker its own pages (ASVS 3.5.5)."""
    worker = "frontend/templates/frontend/sw.js"
    assert {place.partition(":")[0] for place in found(HEARD, SCRIPTS)} == {worker}


def test_no_template_turns_escaping_off() -> None:
    assert found(UNESCAPED, TEMPLATES) == []


def test_vendored_browser_code_is_what_its_list_says() -> None:
    """VENDORED.toml: [[file]] path, name, version, licence, sha256."""
    on_disk = {p.name for p in VENDOR.glob("*") if p.is_file()} - {"VENDORED.toml"}
    listing = VENDOR / "VENDORED.toml"
    entries = tomllib.loads(listing.read_text())["file"] if listing.exists() else []

    assert {entry["path"] for entry in entries} == on_disk
    for entry in entries:
        digest = hashlib.sha256((VENDOR / entry["path"]).read_bytes()).hexdigest()
        assert entry["sha256"] == digest, entry["path"]
        assert entry["name"] and entry["version"] and entry["licence"]


def test_the_walls_see_scripts_styles_and_templates() -> None:
    assert SCRIPTS and STYLES and TEMPLATES
