"""What is wrong with a screen for who uses keys, and for who listens to it; in sentences."""

from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

STOPS = (Path(__file__).parent / "stops.js").read_text()
HERE = (Path(__file__).parent / "focus_faults.js").read_text()
PLACES = """(stops) => {
  const all = [...document.querySelectorAll("*")];
  return stops.map((stop) => all.indexOf(window.stops[stop])).filter((place) => place >= 0);
}"""
NAMED = {"link", "button", "checkbox", "radio", "textbox", "combobox", "slider", "img"}
INNER_STOPS = 4  # hours, minutes, half of the day, picker
# After signing out without a line no page can be reached: there the number itself is the way.
HELP = """[...document.querySelectorAll("a[href='/help'], a[href^='tel:']")]
  .some((one) => one.checkVisibility())"""
IS_HERS = "!document.body.matches('.clinic') && !location.pathname.startsWith('/clinic/')"


def once_around(page: Page) -> tuple[list[int], list[str]]:
    """Tab until the first stop comes again: the stops in their order, and what is wrong at each."""
    times = page.locator("input[type=time], input[type=date]").filter(visible=True).count()
    most = sum(len(group) for group in page.evaluate(STOPS)) + INNER_STOPS * times + 12
    stops: list[int] = []
    faults: list[str] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or (stops and here["at"] == stops[-1]):
            continue
        if stops and here["at"] == stops[0]:
            return stops, faults
        stops.append(here["at"])
        faults += here["faults"]
    return stops, [*faults, f"the focus does not come around: {len(stops)} stops"]


def keyboard_faults(page: Page) -> list[str]:
    stops, faults = once_around(page)
    page.evaluate("document.activeElement.blur()")  # the way past the header lies over it
    for group in page.evaluate(STOPS):
        if not set(group) & set(stops):
            tag = f"stops[{group[0]}].outerHTML.slice(0, 120)"
            faults.append(f"Tab does not reach {page.evaluate(tag)}")
    places = page.evaluate(PLACES, stops)
    first = places.index(min(places)) if places else 0
    in_order = [*places[first:], *places[:first]]
    if in_order != sorted(in_order):
        faults.append(f"Tab does not go in the order in which it is read: {in_order}")
    return faults


def spoken_faults(page: Page, session: CDPSession) -> list[str]:
    """What a screen reader gets: one first heading, a name for all that can be used, a title."""
    tree: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    nodes = [
        (each["role"]["value"], each.get("name", {}).get("value", ""), each.get("properties", []))
        for each in tree
        if not each["ignored"] and "role" in each
    ]
    faults = [
        f"a {role} without a name" for role, name, _more in nodes if role in NAMED and not name
    ]
    first = [
        name
        for role, name, more in nodes
        if role == "heading"
        and {"name": "level", "value": 1}
        in [{"name": one["name"], "value": one["value"].get("value")} for one in more]
    ]
    if len(first) != 1:
        faults.append(f"first headings: {first}")
    if not page.title().strip().removesuffix("Fadewell").strip(" ·"):
        faults.append("no title")
    if page.evaluate(IS_HERS) and not page.evaluate(HELP):
        faults.append("no way to help")
    return faults
