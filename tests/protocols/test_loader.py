"""A folder with any fault is refused whole, and the message names the file and the fault."""

import pytest

from tests.protocols.draft import VERSION, Draft, Spoil
from tracker.triage.protocol import ProtocolError

RULE = """
urgency = "review"
source = "F1"
when = { symptom = "bruise" }
[text.en]
label = "A title"
[[situation]]
given = { hours = 1, symptoms = [{ symptom = "bruise" }] }
expect_flags = ["new"]
"""


def new_rule(old: str = "", new: str = "") -> Spoil:
    assert old in RULE
    return lambda draft: draft.write("rules/new.toml", RULE.replace(old, new) if old else RULE)


def when(condition: str) -> Spoil:
    return new_rule('when = { symptom = "bruise" }', f"when = {condition}")


def change(name: str, old: str, new: str) -> Spoil:
    return lambda draft: draft.change(name, old, new)


def write(name: str, text: str) -> Spoil:
    return lambda draft: draft.write(name, text)


BRUISE = "symptoms/bruise.toml"
DROOP = "rules/lid-droop-near.toml"
ALCOHOL = "aftercare/no-alcohol.toml"
# Where a code may stand: file, what stands there, a stranger in its place, of which kind.
STRANGERS = {
    "a whole": ("regions/nose.toml", 'part_of = "face"', 'part_of = "glow"', "regions"),
    "a place": ("symptoms/headache.toml", '"scalp"', '"glow"', "regions"),
    "a rule's procedure": (DROOP, '"botulinum_toxin"', '"glow"', "procedures"),
    "a rule's advice": ("rules/filler-sore.toml", '"contact_clinic_now"', '"glow"', "advice"),
    "a raise's condition": (
        "raises/breathing-disease.toml",
        '"respiratory_disease"',
        '"glow"',
        "conditions",
    ),
    "a remedy's advice": (
        "remedies/acetaminophen.toml",
        '["max_dose_reminder"]',
        '["glow"]',
        "advice",
    ),
    "a remedy's question": (
        "remedies/arnica-topical.toml",
        'question = "broken_skin"',
        'question = "glow"',
        "questions",
    ),
    "a contraindication": (
        "remedies/arnica-topical.toml",
        'codes = ["asteraceae"]',
        'codes = ["glow"]',
        "allergies",
    ),
    "what keeps a remedy away": (
        "remedies/arnica-topical.toml",
        'gone = true }, { behaviour = ["used_arnica"',
        'gone = true }, { behaviour = ["glow"',
        "behaviours",
    ),
    "a remedy's symptom": (
        "remedies/arnica-topical.toml",
        'when = { symptom = "bruise", hours',
        'when = { symptom = "glow", hours',
        "symptoms",
    ),
    "an advice's symptom": ("advice/protect-eye.toml", '"eye_pain"', '"glow"', "symptoms"),
    "an advice's procedure": (
        "advice/do-not-massage.toml",
        '["dermal_filler"]',
        '["glow"]',
        "procedures",
    ),
    "a meaning's rule": (
        "meanings/feeling.toml",
        '"numb-inside-touch-felt"',
        '"glow"',
        "rules",
    ),
    "a timer's procedure": (ALCOHOL, '"dermal_filler"', '"glow"', "procedures"),
    "a timer's slip": (ALCOHOL, 'slip = "alcohol"', 'slip = "glow"', "behaviours"),
    "a timer's advice": (ALCOHOL, '"avoid_alcohol"', '"glow"', "advice"),
    "a danger sign's procedure": (
        "danger-signs/danger-signs.toml",
        '["dermal_filler"]',
        '["glow"]',
        "procedures",
    ),
    "a reach's symptom": (
        "procedures/botulinum-toxin.toml",
        'symptoms = ["',
        'symptoms = ["glow", "',
        "symptoms",
    ),
}
FAULTS: dict[str, tuple[Spoil, str]] = {
    "no head": (lambda d: d.remove("protocol.toml"), "protocol.toml: missing"),
    "another version": (
        change("protocol.toml", f'"{VERSION}"', '"1999-01"'),
        f"version '1999-01' in a folder named '{VERSION}'",
    ),
    "no version": (change("protocol.toml", f'version = "{VERSION}"', ""), "'version' is missing"),
    "an empty version": (
        change("protocol.toml", f'version = "{VERSION}"', 'version = ""'),
        "'version' is missing",
    ),
    "a number for a version": (
        change("protocol.toml", f'version = "{VERSION}"', "version = 2026"),
        "'version' is missing",
    ),
    "no sets": (lambda d: d.remove("sets.toml"), "sets.toml: missing"),
    "not TOML": (write(BRUISE, "label = "), "symptoms/bruise.toml: not TOML"),
    "not text": (
        lambda d: d.files.update({BRUISE: b"\xff\xfe"}),
        "symptoms/bruise.toml: not TOML",
    ),
    "a kind of its own": (write("spells/x.toml", ""), "spells/x.toml: no such kind of item"),
    "a file that is no TOML": (write("rules/x.json", "{}"), "rules/x.json: no such kind of item"),
    "an item twice": (
        write("symptoms/again.toml", 'id = "bruise"\ngroup = "skin"\n[text.en]\nlabel = "B"'),
        "'bruise' stands in symptoms/again.toml already",
    ),
    "a list item without id": (
        write("views/more.toml", '[[items]]\ntext.en = { label = "x" }'),
        "views/more.toml: an item without an id",
    ),
    "one list item of two without id": (
        write(
            "views/more.toml",
            '[[items]]\nid = "y"\ntext.en = { label = "y" }\n[[items]]\ntext.en = { label = "x" }',
        ),
        "views/more.toml: an item without an id",
    ),
    "an unknown key": (
        change(BRUISE, 'group = "skin"', 'group = "skin"\nsize = 3'),
        "unknown key size",
    ),
    "a missing key": (change(BRUISE, 'group = "skin"', ""), "something is missing"),
    "no English": (change(BRUISE, "[text.en]", "[text.fr]"), "no [text.en]"),
    "an empty text": (change(BRUISE, '"Bruise"', '" "'), "an empty text in [text.en]"),
    "an unknown answer": (change(BRUISE, "cleared_and_returned", "glows"), "unknown code 'glows'"),
    "an unknown neighbour": (
        change("regions/nose.toml", '"cheek"', '"elbow"'),
        "unknown code 'elbow'",
    ),
    "an unknown reach": (
        change("procedures/botulinum-toxin.toml", 'sites = ["jaw"]', 'sites = ["elbow"]'),
        "unknown code 'elbow'",
    ),
    "a product without procedure": (
        change("products/dermal-filler.toml", 'procedure = "dermal_filler"', 'procedure = "magic"'),
        "unknown code 'magic'",
    ),
    "a product of every procedure": (
        change("products/dermal-filler.toml", 'procedure = "dermal_filler"', 'procedure = "*"'),
        "one code is wanted among procedures, not '*'",
    ),
    "texts in the plural": (
        change(BRUISE, 'group = "skin"', 'group = "skin"\ntexts = {}'),
        "unknown key texts",
    ),
    **{
        f"a {kind} without source": (change(name, "source =", "# source ="), f"{name}, ")
        for kind, name in {
            "remedy": "remedies/wait.toml",
            "raise": "raises/breathing-disease.toml",
            "advice": "advice/protect-eye.toml",
            "timer": "aftercare/no-alcohol.toml",
            "meaning": "meanings/feeling.toml",
        }.items()
    },
    **{
        f"a stranger as {what}": (change(name, old, new), f"unknown code 'glow' among {kind}")
        for what, (name, old, new, kind) in STRANGERS.items()
    },
    "a text that is none": (change(BRUISE, '"Bruise"', "3"), "an empty text in [text.en]"),
    "a rule without source": (new_rule('source = "F1"'), "rules/new.toml, new: no source"),
    "an unknown source": (new_rule("F1", "F99"), "source F99 does not stand in sources.toml"),
    "a rule without when": (new_rule('when = { symptom = "bruise" }'), "rule new: no 'when'"),
    "a rule without situation": (
        lambda d: d.write("rules/new.toml", RULE.split("[[situation]]")[0]),
        "rule new: no [[situation]]",
    ),
    "a rule without title": (new_rule("label", "name"), "rule new: no title"),
    "an unknown urgency": (new_rule('"review"', '"soon"'), "'soon' is no urgency"),
    "an unknown urgency of an advice": (
        change("advice/avoid-alcohol.toml", '"urgent"', '"soon"'),
        "'soon' is no urgency",
    ),
    "an unknown urgency for a blank": (
        new_rule('source = "F1"', 'source = "F1"\nif_unknown = "soon"'),
        "'soon' is no urgency",
    ),
    "a rule that asks what came of it": (
        when('{ urgency = ["review"] }'),
        "what the judgement came to",
    ),
    "a rule that asks what came of it, deep": (
        when('{ any = [{ symptom = "bruise" }, { not = { offered = "wait" } }] }'),
        "what the judgement came to",
    ),
    "hours that exclude one another": (
        when('{ all = [{ symptom = "bruise" }, { hours_at_most = 4 }, { hours_at_least = 5 }] }'),
        "unreachable, its hours exclude one another",
    ),
    "hours that exclude one another, deep": (
        when("{ any = [{ all = [{ hours_at_most = 4 }, { hours_at_least = 5 }] }] }"),
        "unreachable, its hours exclude one another",
    ),
    "a strength from much to little": (
        when('{ symptom = "bruise", severity_at_least = 5, severity_at_most = 4 }'),
        "can never hold: severity from 5 to 4",
    ),
    "hours from late to early": (
        when("{ hours_at_least = 5, hours_at_most = 4 }"),
        "can never hold: hours from 5 to 4",
    ),
    "three kinds of one": (when('{ symptom = "bruise", kinds_at_least = 3 }'), "3 kinds of 1"),
    "two of one": (when('{ count = [{ symptom = "bruise" }], at_least = 2 }'), "at least 2 of 1"),
    "none of two": (
        when('{ count = [{ symptom = "bruise" }, { symptom = "lump" }], at_least = 0 }'),
        "at least 0 of 2",
    ),
    "none of one": (when('{ medicine = "warfarin", at_least = 0 }'), "at least 0 of 1"),
    "no missed check-in": (
        when("{ missed_check_ins_at_least = 0 }"),
        "a whole number of missed check-ins is wanted, not 0",
    ),
    "half a missed check-in": (
        when("{ missed_check_ins_at_least = 1.5 }"),
        "a whole number of missed check-ins is wanted, not 1.5",
    ),
    "missed check-ins, yes": (
        when("{ missed_check_ins_at_least = true }"),
        "a whole number of missed check-ins is wanted, not True",
    ),
    "missed check-ins after nothing": (
        when("{ missed_check_ins_at_least = 1, after = [] }"),
        "[] is none of none, self_care",
    ),
    "a stranger beside missed check-ins": (
        when("{ missed_check_ins_at_least = 1, before = 2 }"),
        "unknown key before beside 'missed_check_ins_at_least'",
    ),
    "an unknown symptom": (when('{ symptom = "glow" }'), "unknown code 'glow' among symptoms"),
    "an unknown set": (when('{ symptom = "@glow" }'), "unknown set '@glow'"),
    "an unknown medicine": (when('{ medicine = "glow" }'), "unknown code 'glow' among medicines"),
    "an unknown sign": (when('{ danger_sign = "glow" }'), "unknown code 'glow' among danger_signs"),
    "an unknown region": (when('{ treated = "elbow" }'), "unknown code 'elbow' among regions"),
    "an unknown course": (when('{ symptom = "bruise", course = "odd" }'), "unknown code 'odd'"),
    "an unknown relation": (when('{ symptom = "bruise", relation = "far" }'), "'far' is none of"),
    "an unknown side": (when('{ symptom = "bruise", side = "upper" }'), "'upper' is none of"),
    "an answer that is no answer": (
        when('{ symptom = "bruise", answers = { touch_felt = "maybe" } }'),
        "true or false is wanted, not 'maybe'",
    ),
    "a number that is none": (
        when('{ symptom = "bruise", severity_at_least = true }'),
        "'severity_at_least' wants a number",
    ),
    "an unknown test": (when('{ symptom = "bruise", weight = 3 }'), "unknown key weight"),
    "an unknown condition": (when("{ moon = true }"), "no condition is written with moon"),
    "no condition at all": (when("{}"), "a condition is a table with a key"),
    "a word for a condition": (when('"always"'), "a condition is a table with a key"),
    "an empty all": (when("{ all = [] }"), "wants a list of conditions that is not empty"),
    "no list of codes": (when("{ symptom = 3 }"), "a code or a list of codes is wanted"),
    "a list of no codes": (when("{ symptom = [] }"), "a code or a list of codes is wanted"),
    "a stranger beside all": (
        when('{ all = [{ symptom = "bruise" }], maybe = true }'),
        "unknown key maybe beside 'all'",
    ),
    "code in a condition": (when('{ eval = "1+1" }'), "no condition is written with eval"),
    "no floor": (
        lambda d: d.remove("rules/not-explained.toml"),
        "one rule for what no rule explains",
    ),
    "a floor that is no flag": (
        change("rules/not-explained.toml", 'urgency = "review"', 'urgency = "self_care"'),
        "one rule for what no rule explains",
    ),
    "no word for other": (
        lambda d: [
            d.remove("symptoms/other.toml", "ticks/other.toml"),
            d.change("regions/scalp.toml", '"other"', '"fatigue"'),
        ],
        "need 'other'",
    ),
    "a question about nothing": (
        change("questions/asteraceae.toml", '["asteraceae"]', '["roses"]'),
        "question asteraceae: unknown code roses",
    ),
    "a tick that leads nowhere": (
        change("ticks/bruise.toml", '"bruise"]', '"glow"]'),
        "tick bruise: unknown symptom glow",
    ),
    "a choice that leads nowhere": (
        change("ticks/eye.toml", '"dry_eye"', '"glow"'),
        "tick eye: unknown symptom glow",
    ),
    "a rule about a look": (
        when('{ symptom = "bruise", answers = { bruise_size = true } }'),
        "new: bruise_size is shown, and never judged",
    ),
    "a choice without a label": (
        change("answers/bruise-size.toml", "over_50_mm_label =", "over_50_mm_labels ="),
        "answer bruise_size: 'over_50_mm' wants a text and a label",
    ),
    "a weakness of nothing": (
        change("regions/jaw.toml", '"chewing_weakness"', '"glow"'),
        "region jaw: unknown symptom glow",
    ),
    "a reason without words": (
        change("remedies/arnica-topical.toml", 'because = "asteraceae"', 'because = "roses"'),
        "remedy arnica_topical: no text 'roses'",
    ),
    "an offered remedy without when": (
        change("remedies/wait.toml", "when = {", "offered = true\n# {"),
        "remedy wait: no 'when'",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_refuses_the_folder_with_its_name(draft: Draft, fault: str) -> None:
    spoil, message = FAULTS[fault]
    spoil(draft)

    with pytest.raises(ProtocolError) as refusal:
        draft.load()
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "narrow",
    [
        '{ symptom = "bruise", severity_at_least = 4, severity_at_most = 4 }',
        '{ all = [{ symptom = "bruise" }, { hours_at_most = 4 }, { hours_at_least = 4 }] }',
        '{ symptom = ["bruise", "lump"], kinds_at_least = 2 }',
        '{ count = [{ symptom = "bruise" }, { symptom = "lump" }] }',
        '{ medicine = ["warfarin", "heparin"], at_least = 2 }',
        "{ missed_check_ins_at_least = 1 }",
    ],
)
def test_what_can_hold_at_one_point_only_is_no_fault(draft: Draft, narrow: str) -> None:
    when(narrow)(draft)

    assert draft.load().rules["new"].when is not None


def test_what_a_version_sets_for_itself_is_kept(draft: Draft) -> None:
    draft.change("protocol.toml", '"112"', '"999"')
    found = draft.load()

    assert found.settings == {
        "emergency_number": "999",
        "own_places_then": True,
        "gone_then_new": True,
    }
    assert (found.languages, found.words.id) == (("en", "es"), "words")
    assert found.sources["F1"].label() == found.sources["F1"].details["title"] != ""
    draft.change("protocol.toml", "languages =", "# languages =")
    assert draft.load().languages == ("en",)


def test_a_reason_against_a_remedy_sends_her_to_a_pharmacist_only_where_it_says_so(
    draft: Draft,
) -> None:
    reasons = draft.load().remedies["arnica_topical"].contraindications

    asked = {each.because: each.ask_first for each in reasons}
    assert asked == {"open_skin": False, "asteraceae": False, "pregnant_or_breastfeeding": True}


def test_the_unspoilt_copy_loads(draft: Draft) -> None:
    new_rule()(draft)
    rules = draft.load().rules

    assert rules["new"].urgency == "review"
    assert rules["eye-infection"].tags == {"infection"}
