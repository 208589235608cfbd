"""What was said and agreed at the table is kept as it was said, beside what was computed."""

import pytest

from evalkit.errors import EvalkitError
from evalkit.room import read_room
from evalkit.studyfile import read_plan

TEXT = """\
schema: 1
share: yes
meetings:
  - date: 2024-06-15
    wave: end
    present: {a: 3, b: 2}
    criteria:
      during.dialogue: {verdict: partly, remarks: {a: "Vi talte -  ofte!", b: Nej}}
    dilemmas:
      letting_go: {importance: {a: 4, b: 1}, settled: {a: 2}, owner: a, decided: I juni}
    actions:
      - {id: A1, who: b, what: Ring, by: 2024-07-01, done: 2024-06-20, criterion: after.action}
outcomes:
  - {criterion: after.action, who: Chefen, changed: Et krav, when: 2024-06-30, inside: no}
deliveries:
  - {delivery: D1, delivered: 2024-02-01}
"""


def room_of(small, text=TEXT):
    return read_room(read_plan(small({"room.yml": text})))


def test_a_study_without_a_room_has_none(small):
    assert read_room(read_plan(small())) is None


def test_remarks_are_kept_unedited(small):
    row = room_of(small).judgements.iloc[0]
    assert row["remarks"] == {"a": "Vi talte -  ofte!", "b": "Nej"}
    assert (row["agreed"], row["present"], row["wave"]) == ("partly", {"a": 3, "b": 2}, "end")


def test_steps_become_0_to_100_and_an_open_one_is_missing(small):
    table = room_of(small).dilemmas.set_index("party")
    assert table["importance"].to_dict() == {"a": 75.0, "b": 0.0}
    assert table.loc["a", "settled"] == 25.0
    assert table["settled"].isna().tolist() == [False, True]
    assert set(table["owner"]) == {"a"}


def test_it_is_for_the_room_unless_the_parties_share_it(small):
    assert room_of(small).share
    assert not room_of(small, TEXT.replace("share: yes\n", "")).share


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("who: b, ", "", "the action has no owner"),
        ("who: b", "who: z", "'z' is not one of a, b"),
        ("letting_go:", "let_go:", "did you mean letting_go?"),
        ("during.dialogue:", "during.dialog:", "did you mean during.dialogue?"),
        ("verdict: partly", "verdict: nice", "'nice' is not one of fulfilled"),
        ("by: 2024-07-01", "by: 2024-06-01", "the dates run backwards: agreed 2024-06-15, by 2024-06-01"),
        ("- date: 2024-06-15", "- date: 2024-05-15", "the meeting was on 2024-05-15, and end, which it is about, on 2024-06-10"),
        ("wave: end", "wave: ende", "did you mean end?"),
        ("importance: {a: 4", "importance: {a: 6", "6 is not a step"),
        ("present: {a: 3", "present: {a: mange", "'mange' is not a number of people"),
        ("present: {a: 3, b: 2}", "present: {c: 3}", "'c' is not one of a, b"),
        ("meetings:\n  -", "meetings:\n  x:\n  -", "'meetings' is not a list"),
        ("outcomes:\n  - {criterion: after.action", "outcomes:\n  - {criterion: after.x", "is not one of"),
        ("- {id: A1", "- {id: A1, who: a, what: x}\n      - {id: A1", "'A1' is given twice"),
    ],
)  # fmt: skip
def test_a_bad_room_says_what_is_wrong(small, old, new, said):
    assert old in TEXT
    with pytest.raises(EvalkitError) as error:
        room_of(small, TEXT.replace(old, new, 1))
    assert said in str(error.value)
