"""Ana, Ben and Cleo, whom one tap signs in as."""

from tracker.demo.cast.courses import (
    CHEEKS,
    FEELS,
    FOREHEAD,
    LEFT,
    REST,
    UP,
    bruise,
    bumps,
    swollen,
    tender,
    tight,
)
from tracker.demo.faces import Bruise, Looks
from tracker.demo.plan import Beat, Part, Skin, Track

ANA = Part(
    "ana",
    "Ana Moreau",
    "1988-05-14",
    3,
    FOREHEAD,
    (
        Track("bruise", {0: 5, 2: 3}, "forehead", "left", 0.5),
        tender("forehead", most=2),
        bumps("forehead"),
    ),
    Looks(hair="chestnut", eyes="green", top=(0.45, 0.56, 0.62), seed=11),
    Skin((Bruise(0.25, 0.61, 0.085, 0.75, 0),)),
    {0: (REST, UP, LEFT), 1: (REST,), 2: (REST, LEFT)},
    (
        Beat(1, 50, "patient", "write", "Can I wash my hair tonight?"),
        Beat(
            1,
            70,
            "tomas",
            "write",
            "Yes, you can. Keep your fingers off your forehead until tomorrow.",
            at_once=True,
        ),
    ),
    behaviours={1: ("took_acetaminophen",)},
    hour=8.25,
    reports_today=False,
    exact=True,
)
BEN = Part(
    "ben",
    "Ben Adeyemi",
    "1981-09-02",
    4,
    FOREHEAD,
    (tight("forehead", 2), Track("numbness", {4: 4}, "cheek", "left", 76, FEELS)),
    Looks(
        skin="deep",
        hair="black",
        style="short",
        eyes="dark",
        top=(0.32, 0.37, 0.44),
        jaw=1.2,
        nose=1.12,
        lips=1.15,
        brows=1.3,
        beard=0.5,
        seed=23,
    ),
    shots={0: (REST, UP), 2: (REST,), 4: (REST, LEFT)},
    notes={4: "It feels like after the dentist. It began last night."},
    hour=7.75,
    ago=40,
    exact=True,
)
CLEO = Part(
    "cleo",
    "Cleo Nakamura",
    "1993-04-09",
    8,
    CHEEKS,
    (bruise("cheek", "left", 4, 12), swollen("cheek", "left", 4), tender("cheek", "left")),
    Looks("medium", "black", "back", "dark", (0.56, 0.47, 0.62), seed=151, nose=0.95, lips=1.05),
    Skin((Bruise(0.42, -0.09, 0.105, 0.85, 0),)),
    {
        0: (REST, LEFT),
        1: (REST,),
        3: (REST, LEFT),
        5: (REST,),
        7: (REST,),
    },
    (
        Beat(1, 40, "patient", "write", "Is it all right to sleep on my left side?"),
        Beat(
            1,
            95,
            "dr.dia",
            "write",
            "For two more nights, please sleep on your back with an extra pillow.",
        ),
    ),
    hour=9.0,
    reports_today=False,
    exact=True,
)
