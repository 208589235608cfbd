import pytest

from evalkit.errors import EvalkitError
from evalkit.framework import UNITS, check_points, known_scales, load_framework

MINIMAL = """
id: own
criteria:
  - {id: satisfaction, phase: during, label: {da: Tilfredshed, en: Satisfaction}}
items:
  - {id: sat1, criterion: satisfaction, scale: agree5, text: I like it}
"""


def own(tmp_path, text):
    path = tmp_path / "own.yml"
    path.write_text(text, "utf-8")
    return load_framework(path)


def test_the_shipped_framework_has_the_deck_s_ten_criteria_in_order():
    assert load_framework().criterion_ids == (
        "before.shared_start", "before.clear_purpose", "before.management_support", "during.investment",
        "during.dialogue", "during.meet_listen", "during.respect", "after.ownership", "after.action",
        "after.learning",
    )  # fmt: skip


def test_labels_are_the_deck_s():
    framework = load_framework()
    assert framework.label("before.clear_purpose", "da") == "Enighed om hvor vi skal hen - klart formål"
    assert framework.label("during.investment", "da", short=True) == "Prioritering"
    assert framework.label("after.learning", "da") == (
        "Viden bredes videre ud i organisationen (organisatorisk læring)"
    )


def test_each_criterion_has_three_items_and_one_core_item():
    framework = load_framework()
    for criterion in framework.criterion_ids:
        items = framework.items_of(criterion)
        assert len(items) == 3
        assert sum(item.core for item in items) == 1


def test_investment_listening_and_respect_are_asked_about_both_parties():
    framework = load_framework()
    for criterion in ("during.investment", "during.meet_listen", "during.respect"):
        assert {"own", "other"} <= {item.about for item in framework.items_of(criterion)}


def test_what_is_due_when():
    framework = load_framework()
    assert framework.is_due("before.shared_start", "start")
    assert not framework.is_due("after.action", "mid")
    assert framework.is_due("after.action", "followup")
    assert framework.is_due("after.action", "some other wave")


def test_every_known_scale_has_danish_and_english_of_the_same_length():
    for scale in known_scales().values():
        assert {len(labels) for labels in scale.labels.values()} == {scale.points}
        assert all(len(labels) == scale.points for labels in scale.also)


@pytest.mark.parametrize("points", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 101])
def test_every_usual_scale_is_a_whole_number_of_units(points):
    assert UNITS % (check_points(points, "here") - 1) == 0


def test_a_user_s_own_framework_is_another_file(tmp_path):
    framework = own(tmp_path, MINIMAL)
    assert framework.criterion_ids == ("satisfaction",)
    assert framework.items[0].scale == "agree5"
    assert framework.limits.high == 62.5


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("phase: during", "phase: durin", "'durin' is not one of before, during, after .did you mean during"),
        ("scale: agree5", "scale: agree9", "'agree9' is not one of agree5"),
        ("criterion: satisfaction", "criterion: satisfacton", "'satisfacton' is not one of satisfaction"),
        ("id: own", "id: own\nlimits: {high: 40}", "out of order: low 50, high 40"),
        ("id: own", "id: own\nlimits: {net: 2}", "net is 2. Give a number from 0 to 1"),
        ("id: own", "id: own\nlimits: {low: yes}", "low is True, not a number"),
        ("id: own", "id: own\nlimit: {}", "'limit' is not one of"),
        ("id: own\n", "", "'id' is missing"),
        ("id: sat1, ", "", "'id' is missing"),
        ("text: I like it", "txt: I like it", "'txt' is not one of"),
        ("id: own", "id: own\nscales: {odd: {labels: {da: [a, b], en: [a]}}}", "labels differ in number"),
        ("id: own", "id: own\nscales: {odd: {numbers: [1, 12]}}", "a scale with 12 points can't be used"),
    ],
)
def test_what_is_wrong_in_a_framework_is_said(tmp_path, old, new, message):
    with pytest.raises(EvalkitError, match=message):
        own(tmp_path, MINIMAL.replace(old, new, 1))


def test_an_id_given_twice_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="'sat1' is given twice"):
        own(tmp_path, MINIMAL + "  - {id: sat1, criterion: satisfaction, scale: agree5, text: again}\n")


def test_an_unknown_id_is_an_error():
    with pytest.raises(EvalkitError, match="did you mean during.dialogue"):
        load_framework().label("during.dialog", "da")
