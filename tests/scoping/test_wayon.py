"""Both judgements stand side by side; questions are tied to something; actions are read back by the next wave."""

import pytest

from evalkit.comparing import triangulate
from evalkit.scoping import (
    agreed_beside,
    compare_dilemmas,
    follow_actions,
    form_groups,
    independence,
    outcome_statements,
    questions_for,
    talk_first,
    talk_rule,
)  # fmt: skip
from evalkit.scoring import judge_criteria, score_criteria
from evalkit.study import load_portfolio, load_study


@pytest.fixture(scope="module")
def judged(roadworks):
    scores = score_criteria(roadworks)
    return judge_criteria(scores, triangulate(scores, roadworks))


@pytest.fixture(scope="module")
def waste(sample):
    study = load_study(sample / "waste_sorting")
    scores = score_criteria(study)
    return study, judge_criteria(scores, triangulate(scores, study))


def test_the_parties_own_judgement_stands_beside_the_computed_one(roadworks, judged):
    table = agreed_beside(roadworks, judged).set_index("criterion")
    assert table.loc["after.action", ["verdict", "agreed", "differs"]].tolist() == [
        "fulfilled",
        "partly",
        True,
    ]
    assert not table.loc["after.ownership", "differs"]
    assert table.loc["after.ownership", "remarks"]["staff"] == "Det er vores."


def test_what_the_logbook_contests_is_another_judgement_than_that_the_parties_differ(waste):
    row = agreed_beside(*waste, mode="dialogue").set_index("criterion").loc["during.investment"]
    assert [row["verdict"], row["contested_by"], row["agreed"]] == ["contested", "logbook", "contested"]
    assert row["differs"]


def test_nothing_of_it_changes_the_computed_verdict(roadworks, judged):
    before = judged.copy(deep=True)
    agreed_beside(roadworks, judged)
    assert judged.equals(before)


def test_questions_are_asked_only_where_a_criterion_isn_t_fulfilled(roadworks, judged):
    table = questions_for(roadworks, judged, lang="en")
    last = judged[(judged["wave"] == "followup") & judged["verdict"].notna()]
    unfulfilled = set(last.loc[last["verdict"] != "fulfilled", "criterion"].astype(str))
    assert set(table["criterion"]) == unfulfilled == {"before.management_support", "after.learning"}


def test_every_question_is_tied_to_the_criterion_the_gap_the_evidence_or_a_dilemma(waste):
    study, verdicts = waste
    table = questions_for(study, verdicts)
    dilemmas = {dilemma.id for dilemma in study.framework.dilemmas}
    assert set(table["tied_to"]) <= {"criterion", "gap", "evidence"} | dilemmas
    assert {"criterion", "gap", "evidence"} < set(table["tied_to"])


def test_hidden_gaps_ask_no_question_about_the_gap(waste):
    study, verdicts = waste
    assert "gap" not in set(questions_for(study, verdicts.assign(gap=float("nan")))["tied_to"])


def test_the_largest_gap_is_talked_about_first_and_dissonance_after_it(waste):
    study, verdicts = waste
    table = talk_first(study, verdicts, compare_dilemmas(study, mode="dialogue"), lang="en")
    contested = table[table["kind"] == "contested"]["figure"].tolist()
    assert contested == sorted(contested, reverse=True)
    order = ["contested", "dissonance", "dilemma", "gap"]
    places = [order.index(kind) for kind in table["kind"]]
    assert places == sorted(places)
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    assert table["id"].is_unique
    assert {"dissonance", "dilemma"} <= set(table["kind"])


def test_without_figures_the_framework_s_order_decides(waste):
    study, verdicts = waste
    table = talk_first(study, verdicts.assign(gap=float("nan")), lang="en")
    ids = table[table["kind"] == "contested"]["id"].tolist()
    assert ids == sorted(ids, key=study.framework.criterion_ids.index)
    assert not any(character.isdigit() for character in "".join(table["text"]))


def test_the_rule_is_printed_with_its_limit(roadworks):
    assert "12,5 point" in talk_rule(roadworks, "da")


def test_the_next_wave_reads_the_actions_back(roadworks):
    table = follow_actions(roadworks, mode="dialogue").set_index("action")
    assert table["status"].to_dict() == {"A1": "on_time", "A2": "late", "A3": "dropped", "A4": "overdue"}
    assert set(table["wave"]) == {"followup"}
    assert table.loc["A3", "text"] == "opgivet: Det blev til en mail"


def test_the_report_s_actions_don_t_say_who(roadworks):
    assert set(follow_actions(roadworks)["who"]) == {""}


def test_outcomes_say_who_changed_what_and_whether_inside(roadworks):
    table = outcome_statements(roadworks)
    assert table["criterion"].tolist() == ["after.action", "after.learning"]
    assert not table["inside"].any()


def test_what_isn_t_shared_isn_t_in_the_report(waste):
    study, verdicts = waste
    assert agreed_beside(study, verdicts).empty
    assert follow_actions(study).empty
    assert len(agreed_beside(study, verdicts, mode="dialogue")) == 1


def test_who_analysed_and_when_the_rules_were_fixed(roadworks):
    assert independence(roadworks) == (
        "Analysen er lavet af HR&OU, som selv er part i samarbejdet. "
        "Reglerne lå fast 12. august 2016, før svarene blev læst."
    )


def test_rules_changed_since_or_fixed_after_the_answers_are_said(roadworks):
    from dataclasses import replace

    changed = replace(roadworks, scope=replace(roadworks.scope, rules_kept=False))
    assert independence(changed).endswith("Reglerne er valgt, efter at svarene forelå.")
    late = replace(roadworks, scope=None, raw={"framework_date": roadworks.waves[1].date})
    assert independence(late, "en").endswith("The rules were chosen after the answers were in.")
    unknown = replace(roadworks, scope=None, raw={})
    assert independence(unknown, "en").endswith("When the rules were fixed is not known.")


def test_without_an_evaluator_nobody_is_called_a_party_who_analysed(roadworks):
    from dataclasses import replace

    others = tuple(replace(party, role="other") for party in roadworks.parties)
    study = replace(roadworks, parties=others)
    assert independence(study) == (
        "Ingen af parterne er angivet som evaluator, så det er ikke oplyst, hvem der har lavet analysen. "
        "Reglerne lå fast 12. august 2016, før svarene blev læst."
    )
    assert "itself a party" not in independence(study, "en")


def test_a_portfolio_can_be_read_by_group(sample):
    table = form_groups(load_portfolio(sample), "en").set_index("study")
    assert table.loc["roadworks", ["group", "label"]].tolist() == ["co_creation", "Co-creation"]
    assert table["group"].nunique() == 5
