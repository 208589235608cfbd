import pandas as pd

from evalkit.comparing.waves import compare_waves
from evalkit.disclosure import audit, protect, protect_together
from evalkit.scoring import score_criteria


def responses(**waves):
    """One party, one item on a five-point scale: wave -> {respondent: answer 1-5}."""
    rows = [
        ("s", wave, "a", name, "dialogue_1", 25.0 * (answer - 1))
        for wave, answers in waves.items()
        for name, answer in answers.items()
    ]
    table = pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value"])
    return table.assign(wave=pd.Categorical(table["wave"], list(waves), ordered=True))


def gated(**waves):
    table = responses(**waves)
    scores, changes = protect_together([score_criteria(table), compare_waves(table)])
    return changes.iloc[0], scores, compare_waves(table)


VARIED = dict(zip("bcdefg", (2, 3, 3, 4, 5, 4), strict=True))
LATER = dict(zip("bcdefg", (3, 3, 4, 4, 5, 2), strict=True))


def test_the_same_varied_people_both_times_are_shown_in_full():
    row, *_ = gated(start=VARIED, end=LATER)
    assert row["shown"] == "yes"
    assert (row["matched_n"], row["up"], row["same"], row["down"]) == (6, 2, 3, 1)


def test_a_panel_beside_one_joiner_is_hidden():
    row, *_ = gated(start=VARIED, end={**LATER, "h": 4})
    assert (row["n_from"], row["n_to"]) == (6, 7)
    assert (
        row[["matched_n", "matched_to", "matched_change", "up", "same", "down", "matched_low"]].isna().all()
    )


def test_without_the_gate_the_audit_finds_the_joiner_s_answer():
    _, scores, changes = gated(start=VARIED, end={**LATER, "h": 2})
    found = audit({"scores": scores, "waves": changes})
    assert found[["wave", "what", "people", "low"]].values.tolist() == [["end", "difference", 1, 25]]


def test_people_too_alike_show_their_change_but_not_who_moved():
    row, *_ = gated(
        start=dict.fromkeys("bcdefg", 3), end=dict(zip("bcdefg", (4, 4, 4, 3, 3, 3), strict=True))
    )
    assert row["change"] == 12.5
    assert row[["up", "same", "down", "matched_low", "matched_high"]].isna().all()


def test_a_wave_of_four_has_a_word_and_no_change():
    few = dict(zip("bcde", (4, 4, 5, 4), strict=True))
    row, *_ = gated(start=VARIED, end=few)
    assert (row["shown"], row["level_from"], row["level"]) == ("word", "high", "high")
    assert row["score_from"] > 60
    assert row[["score_to", "n_to", "change", "joined", "left"]].isna().all()


def test_without_the_scores_less_is_shown():
    table = responses(start=VARIED, end=LATER)
    assert protect(compare_waves(table))[["up", "same", "down"]].isna().all(axis=None)
