"""Adding one is one file: form, vocabulary, face map and judge take it without a line of code."""

from dataclasses import replace

from tests.protocols.draft import Draft
from tests.triage.world import facts, ids, said, treated
from tracker.triage.form import Given, entries, form
from tracker.triage.load import PROTOCOLS
from tracker.triage.receipt import assess
from tracker.triage.situations import failures
from tracker.triage.vocabulary import vocabulary

SYMPTOM = """
group = "skin"
answers = ["cleared_and_returned"]
[text.en]
label = "Frosting"
question = "Is the skin white like frost?"
"""
REGION = """
area = "face"
has_side = true
part_of = "face"
touches = ["cheek"]
weakness = "facial_weakness"
treatable = true
map = { left = [0, 90, 10, 9], right = [90, 90, 10, 9] }
[text.en]
label = "Earlobe"
left = "left earlobe"
"""
PROCEDURE = """
check_in_days = [0, 1]
usual = [{ from = 0, to = 7, text = "usual_0" }]
[text.en]
label = "Chemical peel"
usual_0 = "Flaking is usual in the first week."
"""
PRODUCT = """
procedure = "peel"
unit = "ml"
[text.en]
label = "Glycolic acid 30 %"
"""
RULE = """
procedures = ["peel"]
urgency = "urgent"
source = "8b"
when = { symptom = "frosting", relation = "treated", hours_at_least = 24 }
[text.en]
label = "Frosting that stays"
[[situation]]
given = { procedure = "peel", sites = ["earlobe left"], hours = 30, symptoms = [
  { symptom = "frosting", region = "earlobe", side = "left" },
] }
expect_flags = ["frosting-stays"]
"""
REMEDY = """
source = "8b"
when = { symptom = "frosting", hours_at_most = 4 }
[text.en]
label = "Cool water"
how = "Rinse with cool water."
evidence = "little"
not_if = "It stings."
"""
TICK = """
order = 55
[details]
first = 125
where = "map"
codes = ["frosting"]
[text.en]
label = "White like frost"
"""


def grown(draft: Draft) -> Draft:
    draft.write("symptoms/frosting.toml", SYMPTOM)
    draft.write("regions/earlobe.toml", REGION)
    draft.write("procedures/peel.toml", PROCEDURE)
    draft.write("products/glycolic.toml", PRODUCT)
    draft.write("rules/frosting-stays.toml", RULE)
    draft.write("remedies/cool-water.toml", REMEDY)
    draft.write("ticks/frosting.toml", TICK)
    return draft


def test_the_form_and_the_face_map_show_it(draft: Draft) -> None:
    protocol = grown(draft).load()
    shown = form(protocol, "peel", "en")
    (earlobe,) = (each for each in shown["regions"] if each["id"] == "earlobe")

    assert "frosting" in [each["id"] for each in shown["ticks"]]
    assert earlobe["map"]["left"] == [0, 90, 10, 9]
    assert earlobe["names"]["left"] == "left earlobe"
    (entry,) = entries(protocol, "frosting", Given(places=(("earlobe", "left"),), severity=5))
    assert (entry["symptom"], entry["region"]) == ("frosting", "earlobe")


def test_the_vocabulary_names_it(draft: Draft) -> None:
    words = vocabulary(grown(draft).load(), "en")

    assert "frosting" in [each["id"] for each in words["symptoms"]]
    assert "earlobe" in [each["id"] for each in words["regions"]]
    (peel,) = (each for each in words["procedures"] if each["id"] == "peel")
    assert [each["id"] for each in peel["products"]] == ["glycolic"]


def test_the_judge_uses_it(draft: Draft) -> None:
    protocol = grown(draft).load()
    frost = said("frosting", "earlobe", "left")
    told = facts(frost, procedure="peel", sites=("earlobe left",), hours=30)
    early = replace(
        told,
        hours_since_treatment=2,
        treatment=treated("earlobe left", procedure="peel", hours=2),
    )

    late = assess(protocol, told, "en")
    assert ids(late, "flags") == ["frosting-stays"]
    assert late.data["flags"][0]["because"][0] == "frosting, left earlobe, 4 of 10"
    soon = assess(protocol, early, "en")
    assert soon.urgency == "review"  # no rule names it yet, so a clinician looks
    assert "cool_water" not in ids(soon, "remedies")
    assert "cool-water" in ids(soon, "remedies")


def test_a_region_given_as_neighbour_by_one_side_touches_on_that_side(draft: Draft) -> None:
    protocol = grown(draft).load()
    numb = facts(said("numbness", "earlobe", "left", severity=2), sites=("cheek left",), hours=100)

    assert ids(assess(protocol, numb, "en"), "flags") == ["numb-beside-small"]


def test_the_rule_of_the_readme_is_whole(draft: Draft) -> None:
    readme = (PROTOCOLS / "README.md").read_text()
    example = readme.split("```toml\n")[1].split("```")[0]
    draft.write("rules/filler-lump-grows.toml", example)
    protocol = draft.load()

    assert list(failures(protocol, protocol.rules["filler-lump-grows"])) == []


def test_a_place_that_gives_weakness_no_name_takes_that_of_the_face(draft: Draft) -> None:
    elbow = 'area = "arm"\n[text.en]\nlabel = "Elbow"\n'
    draft.write("regions/elbow.toml", elbow)
    still = said("numbness", "elbow", answers={"movement_normal": False})

    weak = assess(draft.load(), facts(still), "en").data["fired"]
    assert "facial_weakness" in {each["read_as"] for rule in weak for each in rule["evidence"]}
