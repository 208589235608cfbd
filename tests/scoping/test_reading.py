"""The reading says what is left to talk about and where shared answers point; open is open and nothing worse."""

import yaml

from evalkit.framework import scope_questions
from evalkit.scope import load_scope, parse_scope
from evalkit.scoping import recommend_form

READY = {"purpose": "x", "decided_by": "y"}


def reading(answers, lang="en"):
    return recommend_form(parse_scope({"schema": 1, **answers}, ["a", "b"]), lang=lang)


def test_the_six_samples_cover_the_three_forms_and_one_wait(sample):
    found = {
        id: recommend_form(load_scope(sample / id)).forms
        for id in ("roadworks", "rain_yard", "care_meals", "waste_sorting")
    }
    assert found == {
        "roadworks": ("partnership",),
        "rain_yard": ("involvement",),
        "care_meals": ("consultant",),
        "waste_sorting": ("wait",),
    }


def test_wait_only_where_purpose_or_who_decides_is_open_for_everybody():
    assert reading({}).forms == ("wait",)
    assert reading({"purpose": "x"}).forms == ("wait",)
    assert reading({"purpose": {"a": "x"}, "decided_by": {"b": "y"}}).forms == ()


def test_a_missing_answer_never_points_anywhere():
    assert reading(READY).forms == ()
    assert reading({**READY, "mandate": {"a": "orderer"}}).forms == ()


def test_an_answer_points_only_where_every_party_gave_the_same():
    assert reading({**READY, "mandate": {"a": "orderer", "b": "together"}}).forms == ()
    assert reading({**READY, "mandate": {"a": "orderer", "b": "orderer"}}).forms == ("consultant",)


def test_as_many_answers_for_two_forms_name_both():
    said = reading({**READY, "mandate": "together", "ownership": "orderer"})
    assert said.forms == ("partnership", "consultant")
    assert said.text == (
        "The answers point as much towards partnership and classic consultant (1 to each, of the 2 that point to a form)."
    )


def test_it_counts_the_answers_that_point_to_the_form_among_all_that_point_somewhere(sample):
    """Read by hand: in one_entrance goals and deliveries point to involvement, ownership to partnership."""
    said = recommend_form(load_scope(sample / "one_entrance"), lang="da")
    assert said.text == "Svarene peger mod tæt inddragelse (2 af de 3, der peger mod en form)."
    assert said.points["form"].tolist() == ["involvement", "involvement", "partnership"]


def test_wait_a_little_names_what_every_party_left_open():
    assert reading({}).text.endswith("left this open: “The purpose” and “Who decides”.")
    assert reading({"purpose": "x"}).text.endswith("left this open: “Who decides”.")


def test_who_delivers_points_too():
    one = [{"id": "D1", "who": "a", "what": "x"}]
    assert reading({**READY, "deliveries": one}).forms == ("consultant",)
    assert reading({**READY, "deliveries": [*one, {"id": "D2", "who": "b", "what": "y"}]}).forms == (
        "partnership",
    )


def test_the_list_to_talk_about_says_open_open_for_some_and_different():
    said = reading({"purpose": {"a": "x"}, "mandate": {"a": "together", "b": "orderer"}, "problem": "p"})
    why = said.talk.set_index("question")["why"].to_dict()
    assert why["purpose"] == "open_for_some"
    assert why["mandate"] == "differ"
    assert why["decided_by"] == "open"
    assert "problem" not in why
    assert said.talk.set_index("question").loc["mandate", "dilemmas"] == ("decision_mandate",)


def test_the_list_stands_above_the_reading_and_the_rule_below_it():
    lines = str(reading(READY)).splitlines()
    assert lines[0] == "What you still have to talk about:"
    assert lines[1].startswith("- ")
    assert lines[-1].startswith("How the sheet was read:")


def test_there_is_no_score_in_it():
    for lang in ("da", "en"):
        said = reading(
            {**READY, **{q.id: next(iter(q.choices)) for q in scope_questions() if q.choices}}, lang
        )
        assert "%" not in str(said)
        assert "score" not in str(said).casefold()


def test_every_party_answering_alike_in_other_letters_is_one_answer():
    both = yaml.safe_load("{purpose: {a: At vide, b: at vide}, decided_by: x}")
    assert "purpose" not in set(reading(both).talk["question"])


def test_what_is_left_to_talk_about_stands_above_the_form(sample):
    said = str(recommend_form(load_scope(sample / "waste_sorting"), lang="da")).splitlines()
    assert said[0] == "Det mangler I at tale om:"
    assert said.index("") < next(n for n, line in enumerate(said) if line.startswith("Vent lidt"))
