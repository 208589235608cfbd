"""The titles of the report's charts: true where the tables are odd, neutral, and in both languages as people write.

Each case sets the columns that a title reads and says the sentence that a person would write of them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from evalkit import load_study
from evalkit.charts.layout import wrap
from evalkit.export import findings
from evalkit.export.results import Results, analyse
from tests.export.conftest import SAMPLE

WAVE = "followup"


@cache
def found(lang: str) -> Results:
    return analyse(load_study(SAMPLE / "roadworks"), lang=lang, mode="dialogue")


def with_last(table: str, lang: str = "da", **columns: list) -> Results:
    """The study's results with some columns of the last wave's table set anew, one value a criterion."""
    results = found(lang)
    whole = getattr(results, table)
    last = whole[whole["wave"].astype(str) == WAVE].copy()
    for column, values in columns.items():
        by_criterion = dict(zip(last["criterion"].unique(), values, strict=True))
        last[column] = last["criterion"].astype(object).map(by_criterion)
    return replace(results, **{table: last})


def verdicts(*codes: str | None, lang: str = "da", by: str | None = None) -> Results:
    return with_last("verdicts", lang, verdict=list(codes), contested_by=[by] * len(codes))


@pytest.mark.parametrize(
    ("codes", "by", "da", "en"),
    [
        (
            ("fulfilled",) * 10, None,
            "Opfølgningsmåling: alle ti succeskriterier er opfyldt",
            "Follow-up: all ten success criteria are fulfilled",
        ),
        (
            (*("fulfilled",) * 4, *("contested",) * 5, "not_fulfilled"), "parties",
            "Opfølgningsmåling: fire af ti succeskriterier er opfyldt; parterne ser forskelligt på fem; "
            "»Organisatorisk læring« er ikke opfyldt",
            "Follow-up: four of ten success criteria are fulfilled; the parties see five differently; "
            "not fulfilled: “Organisational learning”",
        ),
        (
            ("too_little_data",) * 10, None,
            "Opfølgningsmåling: grundlaget er for spinkelt til at vurdere nogen af de ti succeskriterier",
            "Follow-up: too little data to judge any of the ten success criteria",
        ),
        (
            (*("too_little_data",) * 2, *("not_fulfilled",) * 4, *("partly",) * 2, None, None), None,
            "Opfølgningsmåling: ingen af seks vurderede succeskriterier er opfyldt; "
            "fire er ikke opfyldt; grundlaget er for spinkelt ved to; to vises ikke",
            "Follow-up: none of six judged success criteria are fulfilled; "
            "not fulfilled: four; too little data on “Shared start” and “Clear purpose”; two not shown",
        ),
        (
            (None, *("fulfilled",) * 9), None,
            "Opfølgningsmåling: alle ni viste succeskriterier er opfyldt; ét vises ikke",
            "Follow-up: all nine shown success criteria are fulfilled; one not shown",
        ),
        (
            ("partly",) * 10, None,
            "Opfølgningsmåling: ingen af ti succeskriterier er opfyldt",
            "Follow-up: none of ten success criteria are fulfilled",
        ),
    ],
)  # fmt: skip
def test_the_card_says_what_there_is_of_each_verdict(codes, by, da, en):
    assert findings.card(verdicts(*codes, by=by), WAVE) == da
    assert findings.card(verdicts(*codes, by=by, lang="en"), WAVE) == en


def test_a_card_of_everything_is_said_on_two_lines():
    codes = ["fulfilled", *["contested"] * 3, *["not_fulfilled"] * 4, *["too_little_data"] * 2]
    told = findings.card(verdicts(*codes, by="parties"), WAVE)
    assert told == (
        "Opfølgningsmåling: ét af otte vurderede succeskriterier er opfyldt; parterne ser forskelligt på tre; "
        "fire er ikke opfyldt; grundlaget er for spinkelt ved to"
    )
    codes[0] = None  # one more thing to say, and it is more than two lines hold
    assert findings.card(verdicts(*codes, by="parties"), WAVE) == (
        "Opfølgningsmåling: ingen af syv vurderede succeskriterier er opfyldt; kortet viser de øvrige"
    )


def test_no_title_is_longer_than_a_slide_lets_it_be():
    """A deck refuses a title of three lines: party and criteria names of 90 letters must not stop one."""
    results = found("da")
    long = {
        "da": "Vejarbejdsafmærkningsplanlægning og borgerinddragelse i byens midte og i alle dens udkanter"
    }
    framework = results.study.framework
    criteria = tuple(replace(c, label=long, short=long) for c in framework.criteria)
    study = replace(
        results.study,
        framework=replace(framework, criteria=criteria),
        parties=tuple(replace(party, label=long) for party in results.study.parties),
    )
    results = replace(results, study=study)
    titles = [
        findings.card(results, WAVE), findings.profile(results, WAVE), findings.parties(results, WAVE),
        findings.evidence(results, WAVE), findings.waves(results, results.scores), findings.response(results, WAVE),
    ]  # fmt: skip
    assert [title for title in titles if len(wrap(f"Bilag: {title} (1/2)", 880, 18, bold=True)) > 2] == []
    assert findings.profile(results, WAVE) == "Sytten af tyve scorer ligger højt og tre lavt"


def test_a_card_of_one_criterion_names_its_verdict():
    results = verdicts(*("partly",) * 10)
    only = replace(results, verdicts=results.verdicts.tail(1))
    assert findings.card(only, WAVE) == "Opfølgningsmåling, »Organisatorisk læring«: delvist opfyldt"


def gaps(values: list, low: list | None = None, lang: str = "da", **more: list) -> Results:
    return with_last("parties", lang, gap=values, gap_low=low or [None] * 10, **more)


@pytest.mark.parametrize(
    ("values", "low", "da", "en"),
    [
        ([29.4, 12, *[3] * 8], [20, *[-1] * 9], "Parterne er længst fra hinanden på »Fælles afsæt«: 29\u00a0point",
         "The parties are furthest apart on “Shared start”: 29\u00a0points"),
        ([12.4, 11.6, *[3] * 8], None, "Parterne er længst fra hinanden på »Fælles afsæt« og »Klart formål«: 12\u00a0point",
         "The parties are furthest apart on “Shared start” and “Clear purpose”: 12\u00a0points"),
        ([0.4] * 10, None, "Parterne har samme score på alle succeskriterier",
         "The parties have the same score on every success criterion"),
        ([None] * 10, None, "Ingen forskel kan måles: ikke to parter har en score på samme succeskriterium",
         "No gap can be measured: no two parties have a score on the same success criterion"),
        ([7] * 10, None, "Den største forskel mellem parterne er 7\u00a0point",
         "The largest gap between the parties is 7\u00a0points"),
        ([6, *[3] * 9], [-1] * 10,
         "Ingen forskel mellem parterne er sikker; den største er på »Fælles afsæt«: 6\u00a0point",
         "No gap between the parties is certain; the largest is on “Shared start”: 6\u00a0points"),
    ],
)  # fmt: skip
def test_the_largest_gap_is_named_with_its_ties_and_its_doubt(values, low, da, en):
    assert findings.parties(gaps(values, low), WAVE) == da
    assert findings.parties(gaps(values, low, "en"), WAVE) == en


def test_a_gap_that_is_hidden_is_said_to_be():
    results = gaps([None] * 10, shown=["hidden_primary"] * 10)
    assert findings.parties(results, WAVE) == "Ingen forskel mellem parterne kan vises"
    level = gaps([0.2, *[None] * 9], shown=["yes", *["hidden_primary"] * 9])
    assert findings.parties(level, WAVE) == "Parterne har samme score på alle succeskriterier, der kan vises"


def test_the_largest_gap_that_is_shown_is_not_called_the_largest_where_one_is_hidden():
    results = gaps([None, 12, *[3] * 8], shown=["hidden_primary", *["yes"] * 9])
    assert (
        findings.parties(results, WAVE)
        == "Den største forskel, der kan vises, er på »Klart formål«: 12\u00a0point"
    )


def test_a_gap_on_too_little_data_is_not_called_the_largest():
    """care_meals in the room: 36 points between five answers and four of eighteen is no finding."""
    wide, codes = gaps([29, 12, *[3] * 8]), ["too_little_data", *["fulfilled"] * 9]
    judged = replace(wide, verdicts=verdicts(*codes).verdicts)
    told = "Af det, der kan vurderes, er parterne længst fra hinanden på »Klart formål«: 12\u00a0point"
    assert findings.parties(judged, WAVE) == told
    nothing = replace(wide, verdicts=verdicts(*["too_little_data"] * 10).verdicts)
    told = "Grundlaget er for spinkelt til at sige, hvor parterne er længst fra hinanden"
    assert findings.parties(nothing, WAVE) == told


def test_the_mean_is_named_as_the_parties_and_with_its_ties():
    results = with_last("verdicts", score=[80.1, 79.6, *[60] * 7, 40])
    told = "Parternes gennemsnit er højest ved »Fælles afsæt« og »Klart formål« og lavest ved »Organisatorisk læring«"
    assert findings.profile(results, WAVE) == told
    level = with_last("verdicts", score=[60] * 10)
    assert findings.profile(level, WAVE) == "Sytten af tyve scorer ligger højt og tre lavt"


def test_where_the_mean_is_hidden_the_high_and_the_low_are_counted_words_and_all():
    scores = with_last("scores", score=[80, 62.5, 62.4, 49.9, None, None, None, *[60] * 3]).scores
    scores = scores.assign(level=scores["criterion"].astype(str).map({"during.dialogue": "low"}), shown="yes")
    scores.loc[scores["score"].isna(), "shown"] = "word"
    results = replace(with_last("verdicts", score=[None] * 10), scores=scores)
    # Two parties: 2 x 2 high, 1 x 2 low and a word for it in two more, 2 x 2 hidden, the rest in between.
    told = "Af de seksten scorer, der kan vises, ligger fire højt og fire lavt"
    assert findings.profile(results, WAVE) == told
    hidden = scores.assign(score=None, level=None, shown="hidden_primary")
    assert findings.profile(replace(results, scores=hidden), WAVE) == "Ingen parts score kan vises"


def test_the_largest_change_is_of_one_party_and_drawn():
    # Hand-read from the sample: 33.9 at the start and 76.9 at the follow-up for the domain staff.
    results = found("da")
    told = findings.waves(results, results.scores)
    assert told == "Største ændring: Fagmedarbejdere på »Fælles afsæt«, fra 34 til 77"
    rest = results.scores[results.scores["criterion"] != "before.shared_start"]
    assert findings.waves(results, rest) == "De øvrige succeskriterier med mindre ændring"


def test_nobody_is_named_where_two_changes_are_as_large():
    scores = found("da").scores
    kept = scores[scores["wave"].isin(["start", "followup"])]
    even = kept.assign(score=kept["wave"].astype(str).map({"start": 40.0, "followup": 60.0}))
    told = findings.waves(replace(found("da"), scores=even), even)
    assert told == "Flere parters score har ændret sig lige meget"
    still = even.assign(score=even["score"].where(even["score"].isna(), 60.4))
    told = findings.waves(replace(found("da"), scores=still), still)
    assert told == "Ingen parts score er en anden ved den sidste måling end ved den første"
    two = still.assign(
        score=still["score"].mask(still["wave"].eq("followup") & still["criterion"].isin(TWO), 70.0)
    )
    told = findings.waves(replace(found("da"), scores=two), two)
    assert told == "Scoren har ændret sig mest på »Fælles afsæt« og »Klart formål«"


TWO = ("before.shared_start", "before.clear_purpose")


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["agreement"] * 2 + ["partial"] * 8,
         "Spørgeskema og logbog giver samme billede ved to af ti succeskriterier; ingen modstrid"),
        (["partial"] * 9 + ["dissonance"],
         "Spørgeskema og logbog giver ikke samme billede ved noget succeskriterium; modstrid ved »Organisatorisk læring«"),
        (["dissonance"] * 6 + ["agreement"] * 4,
         "Spørgeskema og logbog giver samme billede ved fire af ti succeskriterier; modstrid ved seks"),
        (["logbook_only"] * 6 + ["neither"] * 4,
         "Spørgeskemaet siger intet sikkert; logbogen siger noget om seks af ti succeskriterier"),
        (["partial"] * 9 + ["survey_only"],
         "Spørgeskema og logbog giver ikke samme billede ved noget succeskriterium; heller ingen modstrid"),
        ([None] * 9 + ["partial"], "Spørgeskema og logbog kan kun vises side om side ved ét succeskriterium"),
    ],
)  # fmt: skip
def test_survey_and_logbook_in_one_sentence(codes, told):
    assert findings.evidence(with_last("evidence", convergence=codes), WAVE) == told


def test_the_logbooks_months_name_their_year_once():
    results = found("da")
    days = pd.to_datetime(["2016-08-02", "2016-10-30"])
    entries = pd.DataFrame({"entry": ["a", "b"], "occurred_at": days, "party": "hrou"})
    codings = pd.DataFrame({"entry": ["a", "b", "b"], "stance": ["supports", "supports", "against"]})
    within = replace(results, entries=entries, codings=codings)
    assert findings.timeline(within) == "Logbogen fra august til oktober 2016: 1 for, ingen imod"
    assert findings.timeline(results) == "Logbogen fra august 2016 til marts 2017: 40 for, 13 imod"


def test_hidden_rows_are_not_among_those_that_agree():
    codes = [None] * 2 + ["agreement"] * 8
    shown = ["hidden_primary"] * 2 + ["yes"] * 8
    told = findings.evidence(with_last("evidence", "en", convergence=codes, shown=shown), WAVE)
    assert "eight of the eight success criteria that can be shown" in told


@pytest.mark.parametrize(
    ("unsettled", "whole", "told"),
    [
        (0, 3, "Intet dilemma er både vigtigt og uafklaret for en part, så vidt der kan vises"),
        (1, 1, "Det ene dilemma, der er taget op, er vigtigt for mindst én part og ikke afklaret for den"),
        (1, 3, "Ét af tre dilemmaer er vigtigt for mindst én part og ikke afklaret for den"),
        (2, 3, "To af tre dilemmaer er vigtige for mindst én part og ikke afklarede for den"),
    ],
)
def test_dilemmas_are_counted_in_grammar(unsettled, whole, told):
    talk = pd.DataFrame({"kind": ["dilemma"] * unsettled + ["gap"]})
    dilemmas = pd.DataFrame({"dilemma": [f"d{n}" for n in range(whole)]})
    assert findings.dilemmas(replace(found("da"), talk=talk, dilemmas=dilemmas)) == told


@pytest.mark.parametrize(
    ("comparisons", "told"),
    [
        (["baseline"], "Stedet er talt, som det er; ingen løsning er prøvet"),
        (["baseline", "compared"], "Én løsning er prøvet; én kan sammenlignes med samme sted uden løsning"),
        (["baseline", "too_few", "very_uncertain"],
         "To løsninger er prøvet; én kan sammenlignes med samme sted uden løsning, heraf én meget usikkert"),
    ],
)  # fmt: skip
def test_trials_say_how_many_comparisons_are_faint(comparisons, told):
    trials = pd.DataFrame({"solution": range(len(comparisons)), "comparison": comparisons})
    assert findings.trials(replace(found("da"), trials=trials)) == told


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("partly", "fulfilled")],
         "Eftermåling: parternes fælles vurdering af »Handling« er en anden end den beregnede"),
        ([("partly", "partly"), (None, "partly")],
         "Eftermåling: parternes fælles vurdering af »Handling« er den samme som den beregnede"),
        ([("partly", "partly"), ("fulfilled", "partly"), ("partly", "partly")],
         "Eftermåling: parternes fælles vurdering er den samme som den beregnede ved to af tre succeskriterier"),
    ],
)  # fmt: skip
def test_what_the_parties_agreed_beside_what_was_computed(pairs, told):
    table = pd.DataFrame(pairs, columns=["verdict", "agreed"]).assign(criterion="after.action", wave="end")
    table["differs"] = table["verdict"] != table["agreed"]
    assert findings.agreed(replace(found("da"), agreed=table)) == told


def test_an_only_score_is_told_by_its_level():
    results = with_last("verdicts", "en", score=[None] * 10)
    only = results.scores.assign(score=None)
    only.loc[only.index[only["wave"].eq(WAVE)][0], "score"] = 50.0
    assert findings.profile(replace(results, scores=only), WAVE) == "The only score is middle"


def test_what_was_agreed_of_several_waves_names_none():
    table = pd.DataFrame({"verdict": "partly", "agreed": "partly", "wave": ["mid", "end"]})
    table = table.assign(criterion="after.action", differs=False)
    said = findings.agreed(replace(found("da"), agreed=table))
    assert said == "Parternes fælles vurdering er den samme som den beregnede ved begge succeskriterier"


def test_where_one_party_alone_can_be_shown_the_title_speaks_of_that_one():
    library = analyse(load_study(SAMPLE / "library_youth"), lang="da")
    assert findings.profile(library, "end") == (
        "Af de ti scorer fra Ungerådet, der kan vises, ligger syv højt og én lavt"
    )


def test_deliveries_of_which_nothing_is_known_are_not_counted_in_a_title():
    rain_yard = analyse(load_study(SAMPLE / "rain_yard"), lang="da", mode="report")
    told = "Logbogen og svarene siger noget om tre af seks punkter på afklaringsarket"
    assert findings.scope(rain_yard) == told
    hidden = replace(rain_yard, promises=rain_yard.promises.assign(status="hidden"))
    assert "kan kun vises for parterne selv" in findings.scope(hidden)
    unseen = replace(rain_yard, promises=rain_yard.promises.assign(status="unknown"))
    assert findings.scope(unseen).endswith("er ikke registreret")
    assert (
        findings.scope(found("en")) == "Seven deliveries: three on time, two late, one overdue, one dropped"
    )


def test_a_party_that_was_not_invited_is_not_among_those_who_answered():
    study = load_study(SAMPLE / "roadworks")
    alone = [replace(party, invited={**party.invited, "start": 0}) for party in study.parties[:1]]
    answers = study.responses[~((study.responses["wave"] == "start") & (study.responses["party"] == "hrou"))]
    results = analyse(
        replace(study, parties=(*alone, *study.parties[1:]), responses=answers), mode="dialogue"
    )
    assert findings.response(results, "start") == "Førmåling: 12 af 14 fra Fagmedarbejdere har svaret"


def test_a_footer_names_a_study_of_a_long_title_by_its_id():
    results = found("da")
    long = replace(results, study=replace(results.study, title="Et samarbejde mellem mange parter " * 4))
    assert results.source(WAVE).startswith("Cyklisters adfærd ved vejarbejde, ")
    assert long.source(WAVE).startswith("roadworks, ")
