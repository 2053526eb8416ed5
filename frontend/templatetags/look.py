"""Small pieces of markup that templates share: icons, grid classes, field names."""

import json

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

LEVEL_ICONS = {
    "emergency": "octagon",
    "urgent": "triangle",
    "review": "circle",
    "self_care": "leaf",
    "none": "leaf",
    "usual": "leaf",
    "done": "done",
}


@register.simple_tag
def icon(name: str, turns: bool = False) -> SafeString:
    """One icon of the sprite; decoration only, so words must stand beside it.

    `turns` mirrors it in right-to-left languages (arrows).
    """
    classes = "icon icon--turns" if turns else "icon"
    sprite = static("frontend/icons/icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, sprite, name
    )


@register.simple_tag
def guide(name: str, flipped: bool = False) -> SafeString:
    """A drawing of the photo guide; decoration only. `flipped` is its mirror image."""
    classes = "guide guide--flipped" if flipped else "guide"
    sprite = static("frontend/icons/guides.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, sprite, name
    )


@register.filter
def as_json(thing: object) -> str:
    """For an attribute that a script reads; the template escapes it."""
    return json.dumps(thing, separators=(",", ":"))


@register.filter
def level_icon(level: str) -> str:
    """The shape of a level: octagon, triangle, circle, leaf, or a tick for done."""
    return LEVEL_ICONS[level]


@register.filter
def level_class(level: str) -> str:
    """The name of the level in class names: none and self_care look the same."""
    return "usual" if level in {"none", "self_care"} else level


@register.filter
def unbroken(phone: str) -> str:
    """A phone number that is never cut at the end of a line."""
    return phone.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")


@register.filter
def whole_words(heading: str) -> SafeString:
    """In a heading a word like "e-mail" is never cut at its hyphen."""
    words = str(heading).split(" ")
    kept = (
        format_html('<span class="nowrap">{}</span>', word) if "-" in word else word
        for word in words
    )
    return format_html_join(" ", "{}", ((word,) for word in kept))


@register.filter
def tel(phone: str) -> str:
    """A phone number as a link dials it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.filter
def dial(phone: str) -> SafeString:
    """A phone number inside a sentence: one tap calls it."""
    return format_html('<a href="tel:{}">{}</a>', tel(phone), unbroken(phone))
