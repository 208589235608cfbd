"""Verdicts, parties and distributions follow what is decided on the scores."""

import numpy as np
import pandas as pd

from evalkit.comparing.parties import compare_parties
from evalkit.disclosure import audit, protect, protect_together
from evalkit.scoring import count_answers, judge_criteria, score_criteria

HIGH = (4, 4, 5, 5, 3, 4, 4, 5)  # 81.25
MIDDLE = (3, 3, 3, 4)
NUMBERS = ["score", "lowest_score", "gap", "smallest_n", "reason", "hangs_on"]


def tables(**parties):
    """Score one item on a five-point scale: party -> answers 1-5."""
    rows = [
        ("s", "end", party, f"{party}{at}", "dialogue_1", 25.0 * (answer - 1), "answered")
        for party, answers in parties.items()
        for at, answer in enumerate(answers)
    ]
    columns = ["study", "wave", "party", "respondent", "item", "value", "state"]
    responses = pd.DataFrame(rows, columns=columns)
    scores = score_criteria(responses)
    verdicts = judge_criteria(scores)
    gated = protect_together([scores, verdicts, compare_parties(scores), count_answers(responses)])
    return [table[table["criterion"] == "during.dialogue"].reset_index(drop=True) for table in gated]


def test_a_verdict_beside_numbers_keeps_its_numbers_but_not_what_hangs_on_whom():
    _, verdicts, parties, _ = tables(a=HIGH, b=(2, 3, 3, 4, 5, 4))
    row = verdicts.iloc[0]
    assert (row["shown"], row["verdict"], row["smallest_n"]) == ("yes", "fulfilled", 6)
    assert pd.isna(row["hangs_on"])
    assert parties["gap"].notna().all()


def test_a_verdict_that_the_words_imply_stands_without_numbers():
    row = tables(a=HIGH, b=(4, 4, 5, 4))[1].iloc[0]
    assert (row["shown"], row["verdict"]) == ("word", "fulfilled")
    assert row[NUMBERS].isna().all()


def test_a_verdict_that_would_narrow_a_word_is_hidden_and_the_number_stays():
    scores, verdicts, parties, _ = tables(a=HIGH, b=MIDDLE)  # partly would leave b 56 to 62
    assert verdicts["shown"].tolist() == ["hidden_secondary"]
    assert verdicts["verdict"].isna().all()
    assert scores["shown"].tolist() == ["yes", "word"]
    assert parties[["gap", "all_parties", "lowest_party"]].isna().all(axis=None)


def test_whether_a_verdict_is_hidden_does_not_depend_on_the_verdict():
    shown = {tables(a=(*HIGH, 4), b=b)[1]["shown"][0] for b in (MIDDLE, (3, 3, 3, 3))}
    assert shown == {"hidden_secondary"}


def test_a_party_of_two_hides_the_verdict_but_not_that_there_is_too_little_data():
    row = tables(a=HIGH, b=(3, 4))[1].iloc[0]
    assert (row["shown"], row["verdict"]) == ("word", "too_little_data")
    assert row[NUMBERS].isna().all()


def test_six_varied_answers_are_folded_to_three_levels():
    answers = tables(a=(2, 3, 3, 4, 5, 4))[3]
    assert answers["answer"].isna().all()
    assert dict(zip(answers["level"], answers["n"], strict=True)) == {"low": 1, "middle": 2, "high": 3}


def test_ten_varied_answers_are_shown_answer_by_answer():
    answers = tables(a=(2, 3, 3, 4, 5, 4, 4, 3, 5, 2))[3]
    assert dict(zip(answers["value"], answers["n"], strict=True)) == {25: 2, 50: 3, 75: 3, 100: 2}


def test_answers_too_alike_have_one_row_with_a_word():
    answers = tables(a=(4, 4, 4, 5, 5, 4, 5, 4, 4, 3))[3]
    assert answers[["shown", "level"]].values.tolist() == [["word", "high"]]
    assert answers[["answer", "value", "n"]].isna().all(axis=None)


def own_means(*people):
    """Protect the answers (1-5) of one party to three items, one tuple a person; return the rows without an item."""
    rows = [
        ("s", "end", "a", str(person), f"dialogue_{item}", 25.0 * (answer - 1), "answered")
        for person, answers in enumerate(people)
        for item, answer in enumerate(answers, 1)
    ]
    columns = ["study", "wave", "party", "respondent", "item", "value", "state"]
    responses = pd.DataFrame(rows, columns=columns)
    scores, answers = protect_together([score_criteria(responses), count_answers(responses)])
    assert audit({"scores": scores, "answers": answers}).empty
    assert (
        answers.loc[answers["item"].notna() & (answers["criterion"] == "during.dialogue"), "shown"] != "yes"
    ).all()
    own = answers[answers["item"].isna() & (answers["criterion"] == "during.dialogue")]
    return own[["shown", "level", "n"]].astype(object).replace({np.nan: None}).values.tolist()


def test_where_the_items_are_hidden_it_is_told_how_many_people_are_low_middle_and_high_themselves():
    # own means 25, 50, 58.3, 66.7, 100: everybody gave item 3 one of two answers, so the items are hidden
    people = (1, 1, 4), (2, 3, 4), (3, 3, 4), (3, 4, 4), (5, 5, 5)
    assert own_means(*people) == [["yes", "low", 1], ["yes", "middle", 2], ["yes", "high", 2]]


def test_people_s_own_means_are_hidden_where_they_are_too_alike_or_too_few():
    assert own_means(*[(3, 4, 4)] * 3, *[(4, 3, 3)] * 3) == [["hidden_secondary", None, None]]
    assert own_means((1, 1, 4), (2, 3, 4), (3, 3, 4), (5, 5, 5)) == [["hidden_primary", None, None]]


def test_without_the_scores_a_verdict_is_hidden_rather_than_risked():
    verdict = {
        "study": "s",
        "wave": "end",
        "criterion": "c",
        "lowest_party": "b",
        "hangs_on": 0,
        "reason": "x",
    }
    rows = [
        {**verdict, "verdict": "partly", "score": 70.0, "lowest_score": 55.0, "gap": 30.0, "smallest_n": 4},
        {**verdict, "verdict": "partly", "score": 60.0, "lowest_score": 55.0, "gap": 10.0, "smallest_n": 6},
        {
            **verdict,
            "verdict": "fulfilled",
            "score": 80.0,
            "lowest_score": 75.0,
            "gap": 10.0,
            "smallest_n": 4,
        },
        {
            **verdict,
            "verdict": "fulfilled",
            "score": 80.0,
            "lowest_score": 75.0,
            "gap": 10.0,
            "smallest_n": 3,
        },
    ]
    assert protect(pd.DataFrame(rows))["shown"].tolist() == [
        "hidden_secondary",
        "yes",
        "word",
        "hidden_primary",
    ]
