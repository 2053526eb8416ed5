"""Meadow Dermatology: what waits for a clinician today."""

from tracker.demo.cast.courses import (
    CHEEKS,
    FEELS,
    FOLDS,
    FOREHEAD,
    FROWN,
    REST,
    UP,
    tender,
    tight,
)
from tracker.demo.faces import Looks
from tracker.demo.plan import Beat, Part, Track

OPEN = (
    Part(
        "maeve",
        "Maeve Kinsella",
        "1977-05-31",
        3,
        CHEEKS,
        (tender("cheek", "right"), Track("numbness", {3: 5}, "cheek", "right", 30, FEELS)),
        Looks(hair="fair", eyes="blue", style="band", top=(0.50, 0.58, 0.46), seed=157, age=0.5),
        shots={0: (REST,)},
        ago=75,
        exact=True,
    ),
    Part(
        "arjun",
        "Arjun Mehta",
        "1985-10-10",
        8,
        FROWN,
        (tight("glabella", 2), Track("eyelid_droop", {8: 3}, "upper_eyelid", "right", 170)),
        Looks(
            "medium", "black", "short", "brown", (0.38, 0.44, 0.52), 1.02, 1.15, seed=163, beard=0.8
        ),
        beats=(
            Beat(8, 30, "dr.dia", "claim", at_once=True),
            Beat(8, 2, "dr.dia", "acknowledge", at_once=True),
        ),
        ago=150,
        exact=True,
    ),
    Part(
        "bridget",
        "Bridget Farrelly",
        "1955-02-20",
        27,
        FOLDS,
        (tender("nasolabial"), Track("lump", {21: 2}, "nasolabial", "left", 480)),
        Looks(hair="grey", eyes="green", style="short", top=(0.62, 0.56, 0.44), seed=167, age=0.95),
        silent=frozenset({28}),
        exact=True,
    ),
    Part(
        "chidi",
        "Chidi Eze",
        "1998-06-18",
        12,
        FOREHEAD,
        (tight("forehead", 2), Track("headache", {11: 7}, None, None, 250)),
        Looks("deep", "black", "short", "dark", (0.70, 0.64, 0.55), lips=1.2, nose=1.12, seed=173),
        beats=(
            Beat(11, 40, "dr.dia", "claim", at_once=True),
            Beat(
                11,
                3,
                "dr.dia",
                "request_photo",
                "From the front with your brows raised, please.",
                view=UP,
                at_once=True,
            ),
        ),
        hour=18.75,
        reports_today=False,
        exact=True,
    ),
)
