"""Two hundred texts that would run if a page took them for more than text, and where they go.

Each of fifty shapes does one of four things, all of which are seen from outside: sets a flag,
writes to the console, opens a dialog, asks the server for an address. Each element that it would
make carries data-ran, so that one which is made and does not run is seen too.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from tests import append_only

ACTS = (
    "window.ran=1",
    "console.log('ran-here')",
    "alert('ran')",
    "fetch('/ran-here')",
)
SHAPES = (
    "<script data-ran>{act}</script>",
    "<ScRiPt data-ran>{act}</sCrIpT>",
    "<script data-ran src='/ran-here?{act}'></script>",
    "<script data-ran src=data:text/javascript,{act}></script>",
    "<script data-ran type=module>{act}</script>",
    "</script><script data-ran>{act}</script>",
    '"></script><script data-ran>{act}</script>',
    "'-({act})-'",
    '"-({act})-"',
    "`-(${{{act}}})-`",
    "\\';{act}//",
    '\\";{act}//',
    "{{% 1 %}}<img data-ran src=x onerror={act}>",
    "{{{{7*7}}}}<i data-ran onclick={act}>",
    '<img data-ran src=x onerror="{act}">',
    '<img data-ran src="/ran-here" alt="{act}">',
    '"><img data-ran src=x onerror="{act}">',
    '\'><img data-ran src=x onerror="{act}">',
    '<img data-ran src=x onerror\n="{act}"/>',
    '<img/data-ran/src="x"/onerror="{act}">',
    '<svg data-ran onload="{act}">',
    "<svg data-ran><script>{act}</script></svg>",
    '<svg data-ran><animate onbegin="{act}" attributeName=x dur=1s></svg>',
    '<svg data-ran><a xlink:href="javascript:{act}"><text>x</text></a></svg>',
    '<body data-ran onload="{act}">',
    '<video data-ran><source onerror="{act}"></video>',
    '<audio data-ran src=x onerror="{act}"></audio>',
    '<input data-ran autofocus onfocus="{act}">',
    '" data-ran autofocus onfocus="{act}" x="',
    "' data-ran autofocus onfocus='{act}' x='",
    '<select data-ran autofocus onfocus="{act}"></select>',
    '<details data-ran open ontoggle="{act}"></details>',
    '<marquee data-ran onstart="{act}">x</marquee>',
    '<div data-ran style="animation:x" onanimationstart="{act}">x</div>',
    '<a data-ran href="javascript:{act}">x</a>',
    '<a data-ran href="java\tscript:{act}">x</a>',
    "javascript:{act}",
    '<iframe data-ran src="javascript:{act}"></iframe>',
    '<iframe data-ran srcdoc="<script>{act}</script>"></iframe>',
    '<iframe data-ran src="/ran-here?{act}"></iframe>',
    '<object data-ran data="javascript:{act}"></object>',
    '<embed data-ran src="/ran-here?{act}">',
    '<form data-ran action="javascript:{act}"><button autofocus>x</button></form>',
    '<meta data-ran http-equiv="refresh" content="0;url=/ran-here?{act}">',
    '<base data-ran href="/ran-here/{act}/">',
    '<link data-ran rel=stylesheet href="/ran-here?{act}">',
    "<style data-ran>@import '/ran-here?{act}';</style>",
    "<template data-ran shadowrootmode=open><img src=x onerror={act}></template>",
    '<math data-ran><mtext><img src=x onerror="{act}"></mtext></math>',
    "\u003cimg data-ran src=x onerror={act}\u003e&#60;img src=x onerror={act}&#62;",
)
WORDS = tuple(shape.format(act=act) for shape in SHAPES for act in ACTS)
TEXT = 65  # characters: a shorter column without choices holds a code, a digest, a state
FREE = {
    ("Treatment", "lot"),
    ("Clinic", "phone"),
    ("Clinic", "out_of_hours_phone"),
    ("Clinic", "emergency_number"),
    ("Patient", "phone"),
}
NO_TEXT = {
    ("CheckIn", "content"),  # what was sent, by which a repeat is known
    ("User", "password"),  # a hash; a session that was begun under another one is over
    ("Assessment", "receipt"),  # sealed with a digest of its own
}
NO_WORDS = frozenset({"digest", "base_digest", "library_digest"})  # another one is in force nowhere
SAID = frozenset({"note", "text", "outcome", "question", "answer", "reason"})  # inside JSON


def free_text() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every column of ours in which somebody's own words stand; a new one is in it by itself."""
    for model in apps.get_app_config("tracker").get_models():
        for column in model._meta.concrete_fields:
            named = (model.__name__, column.name)
            is_text = _is_wide(column) and named not in NO_TEXT and column.name not in NO_WORDS
            if named in FREE or is_text:
                yield model, column


def _is_wide(column: models.Field) -> bool:
    if isinstance(column, models.EmailField) or column.choices:
        return False
    is_short = isinstance(column, models.CharField) and (column.max_length or 0) < TEXT
    return isinstance(column, models.TextField | models.CharField) and not is_short


def store_everywhere() -> int:
    """All of these texts in each of these columns of each row; how many columns there were.

    SQLite holds a text of any length. Another database holds as many as fit. Each row and column
    begins with another of them.
    """
    columns = list(free_text())
    with append_only.lifted():
        for place, (model, column) in enumerate(columns):
            for number, pk in enumerate(model._base_manager.values_list("pk", flat=True)):
                rows = model._base_manager.filter(pk=pk)
                rows.update(**{column.name: _all_that_fit(column, place + number)})
        for model in apps.get_app_config("tracker").get_models():
            for column in model._meta.concrete_fields:
                if isinstance(column, models.JSONField):
                    _store_inside(model, column.name)
    return len(columns)


def _all_that_fit(column: models.Field, number: int) -> str:
    at = number % len(WORDS)
    text = "\n".join(WORDS[at:] + WORDS[:at])
    return text if connection.vendor == "sqlite" else text[: column.max_length]


def _store_inside(model: type[models.Model], name: str) -> None:
    for row in model._base_manager.all():
        held = getattr(row, name)
        if isinstance(held, dict) and SAID & held.keys():
            said = {key: "\n".join(WORDS) for key in SAID & held.keys()}
            model._base_manager.filter(pk=row.pk).update(**{name: held | said})
