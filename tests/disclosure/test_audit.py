from itertools import product

import numpy as np
import pandas as pd
import pytest

from evalkit.comparing.parties import compare_parties
from evalkit.comparing.waves import compare_waves
from evalkit.disclosure import audit, protect, protect_together
from evalkit.errors import EvalkitError
from evalkit.scoring import count_answers, judge_criteria, score_criteria

KEEP = "during.dialogue"
ITEMS = ("dialogue_1", "dialogue_2", "dialogue_3", "clear_purpose_1", "clear_purpose_2")


def responses(wave="end", **parties):
    """One item on a five-point scale: party -> answers 1-5."""
    rows = [
        ("s", wave, party, f"{party}{number}", "dialogue_1", 25.0 * (answer - 1), "answered")
        for party, answers in parties.items()
        for number, answer in enumerate(answers)
    ]
    return pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value", "state"])


def scored(table):
    scores = score_criteria(table)
    return scores[scores["criterion"] == KEEP].reset_index(drop=True)


def published(table):
    scores = scored(table)
    verdicts = judge_criteria(scores)
    return dict(
        zip(
            ["scores", "verdicts", "parties", "answers"],
            protect_together([scores, verdicts, compare_parties(scores), count_answers(table)]),
            strict=True,
        )
    )


def test_what_the_gate_lets_through_gives_nothing_away():
    assert audit(published(responses(a=(2, 3, 3, 4, 5, 4), b=(1, 2, 2, 4)))).empty


def test_as_many_answers_by_others_are_no_contradiction_that_tells():
    """Of forty people a9 answers dialogue_1 alone (no score), a0 all but that: each item and the score have 39."""
    gone = [("a9", 2), ("a9", 3), ("a0", 1)]
    rows = [
        ("s", "end", "a", who, f"dialogue_{item}", *((np.nan, "skipped") if (who, item) in gone else (value, "answered")))
        for at in range(40) for item in (1, 2, 3)
        for who, value in [(f"a{at}", 25.0 * ((at + item) % 4))]
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value", "state"])
    scores, answers = protect_together([scored(table), count_answers(table)])
    assert scores["n"].tolist() == [39]
    assert audit([scores, answers]).empty


def long_studies(count):
    """Return studies of two parties at two waves, three items and two to the criteria, with joiners and leavers."""
    rng = np.random.default_rng(count)
    rows = []
    for study, party, wave in product(range(count), "ab", ("start", "end")):
        people = range(int(rng.integers(3, 13))) if wave == "start" else range(int(rng.integers(0, 2)), 9)
        lean = {item: rng.uniform(0.5, 3.5) for item in ITEMS}
        rows += [(f"s{study}", wave, party, f"{party}{at}", item, answer, "answered" if answer == answer else "dont_know")
                 for at in people for item, middle in lean.items()
                 for answer in [25 * np.clip(np.rint(rng.normal(middle, 0.9)), 0, 4) if rng.random() > 0.04 else np.nan]]  # fmt: skip
    columns = ["study", "wave", "party", "respondent", "item", "value", "state"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(wave=pd.Categorical(table["wave"], ["start", "end"], ordered=True))


def test_long_questionnaires_at_two_waves_give_nothing_away():
    table = long_studies(80)
    scores = score_criteria(table)
    gated = protect_together(
        [scores, judge_criteria(scores), compare_parties(scores), count_answers(table), compare_waves(table)]
    )
    answers, own = gated[3], gated[3][gated[3]["item"].isna()]
    assert (own["shown"] == "yes").sum() > 100
    assert (answers["item"].notna() & answers["shown"].eq("yes")).any()
    assert audit(gated).empty
    # what is told of the people's own means holds the score that stands beside it, and as many people
    levels = own[own["shown"].eq("yes") & own["state"].eq("answered")]
    ends = levels["level"].astype(str).map({"low": (0, 50), "middle": (50, 62.5), "high": (62.5, 100)})
    keys = ["study", "wave", "party", "criterion"]
    sums = (
        levels.assign(low=levels["n"] * ends.str[0], high=levels["n"] * ends.str[1])
        .groupby(keys, observed=True)[["n", "low", "high"]]
        .sum()
    )
    beside = gated[0].set_index(keys).loc[sums.index]
    assert (sums["n"] == beside["n"]).all()
    assert (beside["score"] * sums["n"]).between(sums["low"] - 1e-6, sums["high"] + 1e-6).all()


def test_scores_that_were_not_protected_are_found():
    found = audit({"raw": scored(responses(a=(2, 3, 3, 4, 5), b=(1, 2)))})
    assert found[["party", "what", "people", "low"]].values.tolist() == [["b", "few", 2, 12.5]]


def test_a_total_gives_the_hidden_party_away():
    table = responses(a=(2, 3, 3, 4, 5, 4), b=(1, 2, 2, 4))
    total = score_criteria(table, by=("study", "wave"))
    found = audit({**published(table), "total": protect(total)})
    # 10 people at 50, of them 6 at 62.5: the other four at (500 - 375) / 4
    assert found.loc[found["what"] == "mean", ["party", "people", "low", "high"]].values.tolist() == [
        ["b", 4, 31.25, 31.25]
    ]


def test_studies_put_together_give_the_hidden_study_away():
    shown, hidden = responses(a=(2, 3, 3, 4, 5, 4)), responses(a=(1, 2, 2)).assign(study="t")
    pooled = protect(score_criteria(pd.concat([shown, hidden]), by=("wave", "party")))
    found = audit({**published(shown), "other": protect(scored(hidden)), "pooled": pooled})
    # 9 people with 425 points, of them 6 with 375: the other three at 50 / 3
    assert found[["study", "what", "people", "low"]].values.tolist() == [["t", "mean", 3, 16.667]]


def test_two_parties_that_a_total_gives_away_together_are_named_together():
    table = responses(a=(2, 3, 3, 4, 5, 4), b=(1, 2), c=(1, 1))
    found = audit({**published(table), "total": protect(score_criteria(table, by=("study", "wave")))})
    assert found[["party", "people", "low"]].values.tolist() == [["b+c", 4, 6.25]]


def test_a_report_and_its_update_with_one_more_answer_give_that_answer_away():
    before, after = responses(a=(2, 3, 3, 4, 5)), responses(a=(2, 3, 3, 4, 5, 2))
    found = audit({"report": published(before)["scores"], "update": published(after)["scores"]})
    assert found[["what", "people", "low", "high", "tables"]].values.tolist() == [
        ["difference", 1, 25, 25, "report, update"]
    ]


def test_an_answer_at_another_wave_is_another_unknown():
    start, end = responses("start", a=(2, 3, 3, 4, 5)), responses("end", a=(2, 3, 3, 4, 5, 2))
    assert audit(published(pd.concat([start, end]))).empty


def test_a_verdict_beside_a_word_is_an_interval_too():
    # 87.5 for a, middle for b, and partly: b lies from 62.5 down to 62.5
    scores = protect(scored(responses(a=(4, 4, 5, 5, 5, 4, 5, 4), b=(3, 3, 3, 4))))
    verdicts = pd.DataFrame(
        [{"study": "s", "wave": "end", "criterion": KEEP, "verdict": "partly", "contested_by": None}]
    )
    scores.loc[scores["party"] == "a", ["n", "score", "shown"]] = [8, 85.0, "yes"]
    found = audit({"scores": scores, "verdicts": verdicts})
    assert found[["party", "what", "low", "high"]].values.tolist() == [["b", "mean", 60, 62.5]]


def test_a_mean_of_all_parties_gives_the_hidden_one_away():
    table = responses(a=(2, 3, 3, 4, 5, 4), b=(1, 2, 2, 4))
    found = audit({"scores": published(table)["scores"], "verdicts": judge_criteria(scored(table))})
    assert found[["party", "low", "high"]].values.tolist() == [["b", 31.25, 31.25]]


def test_everybody_at_the_top_is_found():
    row = {"study": "s", "wave": "end", "criterion": KEEP, "party": "a", "state": "answered"}
    found = audit([pd.DataFrame([{**row, "n": 8, "score": 100.0}])])
    assert found["what"].tolist() == ["answers"]


def test_a_criterion_gives_its_one_hidden_item_away():
    items = pd.DataFrame(
        [
            {"study": "s", "wave": "end", "party": "a", "criterion": "c", "item": item, "state": "answered",
             "answer": str(value), "value": value, "n": n, "shown": shown, "level": None}
            for item, shown, ns in (("c_1", "yes", (2, 2, 2)), ("c_2", "hidden_secondary", (None, None, None)))
            for value, n in zip((0.0, 50.0, 100.0), ns, strict=True)
        ]
    )  # fmt: skip
    row = {"study": "s", "wave": "end", "criterion": "c", "party": "a", "state": "answered"}
    found = audit([pd.DataFrame([{**row, "n": 6, "score": 75.0}]), items])
    assert found[["item", "what", "low"]].values.tolist() == [["c_2", "answers", 100]]


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"site": ["x"], "rate": [2.0]})])
def test_tables_without_people_s_answers_are_passed_over(table):
    assert audit([table]).empty


@pytest.mark.parametrize("by", [["study", "wave", "role"], ["study", "wave", "party", "role"]])
def test_a_table_grouped_by_roles_is_refused_for_it_does_not_say_whose_answers_those_are(by):
    table = responses(a=(2, 3, 3, 4, 5, 4), b=(1, 2, 2, 4)).assign(
        role=["lead", *["staff"] * 5] * 1 + ["lead"] * 4
    )
    roles = score_criteria(table, by=by)
    with pytest.raises(EvalkitError, match="'roles' is grouped by role"):
        audit({**published(table), "roles": roles})


def test_scores_of_smaller_groups_than_parties_decide_on_no_other_table():
    table = responses(a=(2, 3, 3, 4, 5, 1)).assign(role=["lead", *["staff"] * 5])
    roles, counts = protect_together(
        [score_criteria(table, by=["study", "wave", "party", "role"]), count_answers(table)]
    )
    assert set(roles[roles["criterion"] == KEEP]["shown"]) == {"hidden_primary", "yes"}
    assert not (counts["shown"] == "yes").any()


def test_a_column_that_only_says_more_of_a_party_is_no_group():
    scores = published(responses(a=(2, 3, 3, 4, 5, 4)))["scores"].assign(side="domain")
    assert audit({"scores": scores}).empty
