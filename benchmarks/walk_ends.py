"""What must hold after a walk: each report once, each photo with its own check-in, none left."""

import io
from collections import Counter

from PIL import Image

from benchmarks import stage
from benchmarks.flat_pictures import nearest
from benchmarks.walker import Told, Walker
from tracker.models import CheckIn, Photo
from tracker.services.photos import read_variant


def wrong(walker: Walker, person: stage.Person, left: list[int]) -> list[str]:
    rows = list(CheckIn.objects.filter(patient=person.patient).prefetch_related("photos"))
    alarms = [row for row in rows if row.danger_signs.get("any")]
    notes = Counter(row.note for row in rows if not row.danger_signs.get("any"))
    faults = [
        f"{told.note} arrived {notes[told.note]} times"
        for told in walker.told
        if notes[told.note] != 1
    ]
    if sum(notes.values()) != len(walker.told):
        faults.append(f"{sum(notes.values())} check-ins of {len(walker.told)}: {dict(notes)}")
    if not walker.alarms <= len(alarms) <= walker.alarms + walker.half_alarms:
        faults.append(f"{len(alarms)} alarms of {walker.alarms} to {walker.half_alarms} more")
    if any(left):
        faults.append(f"{left[0]} entries and {left[1]} drafts are left on the phone")
    by_note = {row.note: row for row in rows}
    return faults + [fault for told in walker.told if (fault := wrong_photo(told, by_note, person))]


def wrong_photo(told: Told, rows: dict[str, CheckIn], person: stage.Person) -> str:
    photos = list(rows[told.note].photos.all()) if told.note in rows else []
    seen = [colour_of(photo, person) for photo in photos]
    wanted = [told.colour] if told.colour else []
    return "" if seen == wanted else f"{told.note} has the photos {seen}, not {wanted}"


def colour_of(photo: Photo, person: stage.Person) -> str:
    data = read_variant(by=person.user, photo=photo, variant="thumb", image_format="jpeg")
    with Image.open(io.BytesIO(data)) as picture:
        red, green, blue = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return nearest((int(red), int(green), int(blue)))
