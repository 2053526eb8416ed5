"""Patients whose recovery went as recoveries do, at both clinics."""

from dataclasses import replace

from tracker.demo.cast.courses import (
    CHEEKS,
    EYES,
    FOLDS,
    FOREHEAD,
    FROWN,
    JAW,
    LEFT,
    LIPS,
    NECK,
    REST,
    RIGHT,
    TEARS,
    bruise,
    bumps,
    headache,
    swollen,
    tender,
    tight,
    weak,
)
from tracker.demo.faces import Bruise, Looks
from tracker.demo.plan import History, Part, Session, Skin, Track

NOTHING: tuple[Track, ...] = ()
Row = tuple[str, str, str, int, Session, tuple[Track, ...]]

HARBOUR: tuple[Row, ...] = (
    ("liv", "Liv Sørensen", "1991-03-03", 0, FOREHEAD, (bumps("forehead"),)),
    ("amara", "Amara Nwosu", "1984-12-19", 2, EYES, (bruise("crows_feet", "left", 3), headache(3))),
    ("jonas", "Jonas Weber", "1976-07-07", 7, JAW, (weak("jaw"),)),
    ("priya", "Priya Nair", "1989-10-23", 12, FOREHEAD, (tight("forehead"), headache())),
    (
        "teodora",
        "Teodora Ilić",
        "1972-01-15",
        14,
        FOLDS,
        (tender("nasolabial"), swollen("nasolabial")),
    ),
    ("grainne", "Gráinne Walsh", "1965-04-28", 19, FROWN, NOTHING),
    ("samuel", "Samuel Okoro", "1993-09-09", 23, FOREHEAD, (tight("forehead", 2),)),
    (
        "lucia",
        "Lucía Fernández",
        "1980-06-30",
        28,
        CHEEKS,
        (bruise("cheek", "left"), tender("cheek", "left")),
    ),
)
MEADOW: tuple[Row, ...] = (
    (
        "agnes",
        "Agnes Byrne",
        "1958-11-11",
        1,
        TEARS,
        (swollen("under_eye", most=3), bruise("under_eye", "left", 3)),
    ),
    ("wei", "Wei Zhang", "1990-02-14", 3, FROWN, (headache(3),)),
    ("zofia", "Zofia Nowak", "1987-08-21", 5, LIPS, (swollen("lips", most=5), tender("lips"))),
    ("thandi", "Thandi Mokoena", "1995-05-05", 6, EYES, (bruise("crows_feet", "right", 4),)),
    ("patrick", "Patrick Doyle", "1970-03-17", 10, FOREHEAD, (tight("forehead"),)),
    (
        "leila",
        "Leila Karimi",
        "1982-07-24",
        13,
        CHEEKS,
        (bruise("cheek", "right", 5, 13), swollen("cheek", "right")),
    ),
    ("ingrid", "Ingrid Haugen", "1963-12-29", 16, NECK, (tender("neck_front", most=2),)),
    ("rafael", "Rafael Sousa", "1978-09-16", 21, JAW, (weak("jaw", 4),)),
    ("deirdre", "Deirdre Nolan", "1969-10-04", 26, FOLDS, (tender("nasolabial", most=2),)),
    ("hana", "Hana Suzuki", "1997-01-08", 27, FOREHEAD, NOTHING),
)

FACES: dict[str, Looks] = {
    "amara": Looks(
        "deep", "black", "back", "dark", (0.75, 0.55, 0.45), lips=1.2, nose=1.08, seed=101
    ),
    "lucia": Looks("medium", "brown", "band", "brown", (0.48, 0.52, 0.62), seed=103, age=0.5),
    "leila": Looks("medium", "black", "back", "dark", (0.62, 0.68, 0.66), seed=107, brows=1.2),
    "thandi": Looks(
        "deep", "black", "short", "dark", (0.44, 0.56, 0.66), lips=1.25, nose=1.1, seed=109
    ),
    "agnes": Looks("light", "grey", "short", "blue", (0.60, 0.50, 0.56), age=0.95, seed=113),
}
BRUISES: dict[str, Bruise] = {
    "amara": Bruise(0.52, 0.11, 0.065, 0.75, 0),
    "lucia": Bruise(0.44, -0.10, 0.10, 0.75, 0),
    "leila": Bruise(-0.42, -0.12, 0.12, 0.95, 0),
    "thandi": Bruise(-0.52, 0.09, 0.075, 0.85, 0),
    "agnes": Bruise(0.27, 0.03, 0.06, 0.6, 0),
}
SHOTS: dict[str, dict[int, tuple[str, ...]]] = {
    "amara": {0: (REST,), 1: (LEFT,), 2: (REST,)},
    "lucia": {
        0: (REST,),
        1: (REST,),
        3: (REST, LEFT),
        7: (REST,),
    },
    "leila": {
        0: (REST,),
        1: (REST,),
        3: (RIGHT,),
        5: (REST,),
        10: (REST,),
    },
    "thandi": {0: (REST,), 1: (RIGHT,), 3: (REST,), 5: (REST,)},
    "agnes": {0: (REST,), 1: (REST,)},
}
HISTORIES: dict[str, History] = {
    "grainne": History((), ("asteraceae",), ()),
    "ingrid": History(None, None, None),
    "patrick": History(("hypertension",), (), ("aspirin_prescribed",)),
    "hana": History(("breastfeeding",), (), ()),
    "samuel": History((), None, ()),
}

NOTES: dict[str, dict[int, str]] = {
    "amara": {2: "I slept well. Concealer covers it."},
    "priya": {7: "I fly on day 13. Is that all right?"},
    "zofia": {3: "When may I drink with a straw again?"},
}


def quiet(rows: tuple[Row, ...]) -> tuple[Part, ...]:
    return tuple(_part(row) for row in rows)


def _part(row: Row) -> Part:
    key, name, born, day, session, tracks = row
    part = Part(key, name, born, day, session, tracks, exact=day == 0)
    spots = (BRUISES[key],) if key in BRUISES else ()
    return replace(
        part,
        looks=FACES.get(key, part.looks),
        skin=Skin(spots),
        shots=SHOTS.get(key, {}),
        notes=NOTES.get(key, {}),
        history=HISTORIES.get(key, part.history),
        photos_allowed=key != "jonas",  # she or he said no to photos
        accepts=key != "deirdre",  # never opened the invitation
    )
