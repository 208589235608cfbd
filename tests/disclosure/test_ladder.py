"""Every rung of the ladder, from one answer to twelve, worked out by hand.

All answers are to one item on a five-point scale (1-5, so 25 points a step), of one party at one wave. A mean may
stand as a number if, whoever is left out, the others lie three steps from both ends together, and all of them five; its
spread and distribution, if three different answers remain whoever is left out. Where it may not, what is known is that
all of them lie under seven steps from an end (three and the four of one person): over 100 - 7 x 25 / n.
"""

import numpy as np
import pandas as pd
import pytest

from evalkit.charts import plot_parties
from evalkit.comparing.parties import compare_parties
from evalkit.disclosure import audit, protect, protect_together
from evalkit.export.naming import coded, readable
from evalkit.scoring import count_answers, score_criteria
from evalkit.words import say

NAN = float("nan")
FEW = "hidden_primary"
ROWS = [
    # answers, shown, level, score, band, distribution
    ((3,), FEW, None, NAN, NAN, False),
    ((1, 5), FEW, None, NAN, NAN, False),
    ((4, 4, 5), "word", "high", NAN, NAN, False),
    ((3, 3, 3), "word", "middle", NAN, NAN, False),
    ((1, 5, 5), FEW, None, NAN, NAN, False),  # high would tell the first that both others answered 5
    ((1, 2, 2, 3), "word", "low", NAN, NAN, False),
    ((4, 4, 4, 4), "word", "high", NAN, NAN, False),
    ((2, 3, 3, 4, 5), "yes", "middle", 60, NAN, True),  # without one of 2, 4, 5 three answers remain
    ((4, 4, 4, 3, 3), "yes", "high", 65, NAN, False),  # without anybody two answers remain
    ((3, 3, 3, 3, 3), "yes", "middle", 50, NAN, False),  # 10 steps from the ends: 2 could be 4, 2
    ((5, 5, 5, 5, 5), "word", "high", NAN, 65, False),  # over 100 - 175 / 5
    ((5, 5, 5, 5, 1), "word", "high", NAN, 65, False),  # four steps in all, none without the last
    ((1, 1, 1, 1, 2, 1), "word", "low", NAN, 30, False),  # under 175 / 6 = 29.2
    ((4, 4, 4, 4, 4, 4), "yes", "high", 75, NAN, False),  # six steps in all, five without anybody
    ((5, 5, 5, 5, 5, 4, 4), "word", "high", NAN, 75, False),  # 100 - 25
    ((1, 2, 3, 4, 5, 3, 2), "yes", "low", 100 * 13 / 28, NAN, True),
    ((5,) * 8, "word", "high", NAN, 75, False),  # 100 - 21.9 = 78.1
    ((1,) * 9, "word", "low", NAN, 20, False),  # 19.4
    ((1, 1, 2, 2, 3, 3, 4, 4, 5), "yes", "low", 100 * 16 / 36, NAN, True),
    ((5,) * 10, "word", "high", NAN, 80, False),  # 100 - 17.5 = 82.5
    ((4,) * 11, "yes", "high", 75, NAN, False),
    ((5,) * 12, "word", "high", NAN, 85, False),  # 100 - 14.6 = 85.4
    ((1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5), "yes", "middle", 100 * (0 + 2 + 6 + 6 + 12) / 48, NAN, True),
]


def responses(*answers, party="a", study="s"):
    rows = [(study, "end", party, f"{party}{at}", "dialogue_1", 25.0 * (answer - 1), "answered")
            for at, answer in enumerate(answers)]  # fmt: skip
    return pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value", "state"])


def scored(table):
    scores = score_criteria(table)
    return scores[scores["criterion"] == "during.dialogue"].reset_index(drop=True)


@pytest.mark.parametrize(("answers", "shown", "level", "score", "band", "distribution"), ROWS)
def test_the_ladder(answers, shown, level, score, band, distribution):
    table = responses(*answers)
    scores, counts = protect_together([scored(table), count_answers(table)])
    row = scores.iloc[0]
    assert (row["shown"], None if pd.isna(row["level"]) else row["level"]) == (shown, level)
    assert row[["score", "band"]].tolist() == pytest.approx([score, band], nan_ok=True)
    assert pd.isna(row["n"]) == (shown != "yes")
    mine = counts[counts["item"] == "dialogue_1"]
    assert (mine["shown"] == "yes").all() == distribution
    assert mine["n"].notna().any() == distribution
    assert mine["value"].notna().any() == (distribution and len(answers) > 9)  # folded under ten
    assert audit([scores, counts]).empty


def test_all_of_one_mind_are_never_a_number_at_an_end():
    for n in range(1, 13):
        for answer in (1, 5):
            row = protect(scored(responses(*[answer] * n))).iloc[0]
            assert pd.isna(row["score"]), (n, answer)


@pytest.mark.parametrize(("lang", "over", "under"), [("da", "høj (over 65)", "lav (under 35)"),
                                                     ("en", "high (over 65)", "low (under 35)")])  # fmt: skip
def test_a_mean_near_an_end_is_a_band_in_tables_and_charts(lang, over, under):
    table = pd.concat([responses(5, 5, 5, 5, 5), responses(1, 1, 1, 1, 1, party="b")])
    scores = scored(table)
    shown, beside = protect_together([scores, compare_parties(scores)])
    assert readable(shown, {"a": "A", "b": "B", "s": "S"}, lang).isin([over, under]).to_numpy().sum() == 2
    assert coded(shown)["band"].tolist() == [65, 35]
    ax = plot_parties(beside, labels={"a": "A", "b": "B"}, lang=lang)
    assert {over, under} <= {text.get_text() for text in ax.texts}


def test_the_audit_takes_a_band_for_the_interval_it_is():
    # 5 over 65 beside 6 at 50, 11 in all at 60: the five lie at (660 - 300) / 5 = 72, and nobody needs the band.
    row = {"study": "s", "wave": "end", "criterion": "c", "state": "answered"}
    word = {**row, "party": "b", "n": np.nan, "score": np.nan, "shown": "word", "level": "high", "band": 90.0}
    found = audit({"scores": pd.DataFrame([word]), "verdicts": pd.DataFrame([{**row, "verdict": None}])})
    assert found.empty
    mean = pd.DataFrame([{"study": "s", "wave": "end", "criterion": "c", "all_parties": 70.0}])
    other = {**row, "party": "a", "n": 6.0, "score": 50.0, "shown": "yes", "level": "middle", "band": np.nan}
    found = audit({"scores": pd.DataFrame([other, word]), "mean": mean})
    assert found[["party", "low", "high"]].values.tolist() == [["b", 90, 90]]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_hidden_is_told_from_missing_and_dont_know(lang):
    texts = {say("disclosure.hidden_primary", lang), say("disclosure.hidden_secondary", lang)}
    one = {"study": "s", "wave": "end", "party": "a", "criterion": "during.dialogue"}
    states = ["answered", "dont_know", "skipped", "not_asked", "not_due"]
    shown = ["hidden_primary", "yes", "yes", "yes", "yes"]
    table = pd.DataFrame([{**one, "state": state, "score": np.nan, "shown": how}
                          for state, how in zip(states, shown, strict=True)])  # fmt: skip
    score = readable(table, {"a": "A", "s": "S"}, lang).iloc[:, -2].tolist()
    assert len(set(score)) == 5
    assert score[0] in {"da": texts, "en": texts}[lang]


def test_hidden_sorts_last():
    table = pd.concat([responses(*[5] * 3, party="a"), responses(1, 5, 5, party="b"), responses(3, 4, party="c"),
                       responses(2, 3, 3, 4, 5, party="d")])  # fmt: skip
    scores = protect(scored(table))
    assert scores.sort_values("shown")["party"].tolist()[0] == "d"
    assert scores.sort_values("shown")["shown"].astype(str).tolist()[-1].startswith("hidden")


def test_people_who_sit_in_every_study_are_counted_once():
    studies = [responses(2, 3, 3, 4, party="hr", study=study) for study in "abc"]
    scores = score_criteria(pd.concat(studies), by=["wave", "party"])
    row = protect(scores[scores["criterion"] == "during.dialogue"]).iloc[0]
    assert (row["shown"], row["level"]) == ("word", "middle")  # 12 answers, four people
    assert pd.isna(row["band"])
    bigger = score_criteria(
        pd.concat([*studies, responses(2, 3, 3, 4, 5, party="hr", study="d")]), by=["wave", "party"]
    )
    assert protect(bigger[bigger["criterion"] == "during.dialogue"]).iloc[0]["shown"] == "yes"
