"""Meadow Dermatology: what was decided in the last weeks."""

from tracker.demo.cast.courses import EYES, JAW, LIPS, REST, TEARS, bruise, swollen, weak
from tracker.demo.faces import Looks, Mark
from tracker.demo.plan import Beat, History, Part, Skin, Track

CLOSED = (
    Part(
        "nadia",
        "Nadia Petrova",
        "1990-11-30",
        18,
        LIPS,
        (
            swollen("lips", most=6),
            Track("blister_or_pustule", {2: 3, 4: 0}, "upper_lip", "left", 40),
            Track("pain", {2: 5, 4: 0}, "upper_lip", "left", 40),
        ),
        Looks(hair="fair", eyes="green", style="back", top=(0.46, 0.44, 0.56), seed=179, lips=1.15),
        Skin(swollen=0.9, marks={2: (Mark("redness", 0.10, -0.47, 0.06, 0.8),), 5: ()}),
        {0: (REST,), 2: (REST,)},
        (
            Beat(2, 4, "dr.dia", "claim", at_once=True),
            Beat(2, 1, "dr.dia", "acknowledge", at_once=True),
            Beat(
                2,
                2,
                "dr.dia",
                "message",
                "Come to the clinic now, please. Ring the bell, we are here.",
                at_once=True,
            ),
            Beat(
                2,
                160,
                "dr.dia",
                "decide",
                "Seen within the hour. Refill quick, warm. Cold sore; antiviral by prescription.",
                reason="treated",
                how="in_person",
                at_once=True,
            ),
        ),
        history=History(("recurrent_cold_sores",), (), ()),
        silent=frozenset({3}),
    ),
    Part(
        "tariq",
        "Tariq Aziz",
        "1982-03-12",
        22,
        JAW,
        (weak("jaw"), Track("smile_asymmetry", {14: 3, 21: 1}, "mouth_corner", "right", 320)),
        Looks("medium", "black", "short", "dark", (0.34, 0.40, 0.38), seed=181, jaw=1.2, beard=0.6),
        beats=(
            Beat(14, 120, "dr.dia", "claim"),
            Beat(
                14,
                10,
                "dr.dia",
                "message",
                "An uneven smile can follow jaw treatment. It wears off in some weeks.",
            ),
            Beat(
                14,
                5,
                "dr.dia",
                "decide",
                "Mild, next to the treated jaw muscle. Control at the visit in two weeks.",
                reason="expected_course",
            ),
        ),
    ),
    Part(
        "orla",
        "Orla McGrath",
        "1973-09-25",
        25,
        EYES,
        (bruise("crows_feet", "left", 3), Track("dry_eye", {6: 3, 8: 0}, "eye", "left", 130)),
        Looks(
            hair="chestnut", eyes="blue", style="band", top=(0.56, 0.50, 0.42), seed=191, age=0.6
        ),
        beats=(
            Beat(6, 75, "lead.b", "claim"),
            Beat(
                6,
                5,
                "lead.b",
                "message",
                "Drops without preservative from the pharmacy help. Use them four times a day.",
            ),
            Beat(
                6,
                420,
                "lead.b",
                "decide",
                "Lids close fully on the photo from the visit.",
                reason="treated",
            ),
        ),
        silent=frozenset({7}),
    ),
    Part(
        "sinead",
        "Sinéad Kavanagh",
        "1967-12-06",
        20,
        TEARS,
        (swollen("under_eye", most=4), Track("bluish_tint", {7: 2}, "under_eye", "right", 150)),
        Looks(hair="brown", eyes="green", style="band", top=(0.42, 0.50, 0.58), seed=193, age=0.7),
        beats=(
            Beat(7, 200, "lead.b", "claim"),
            Beat(
                8,
                30,
                "lead.b",
                "message",
                "Filler can shine through thin skin. We talk about it on day 14.",
            ),
            Beat(
                8, 4, "lead.b", "decide", "Filler showing through. Visit booked.", reason="treated"
            ),
        ),
        silent=frozenset(range(9, 21)),
    ),
)
