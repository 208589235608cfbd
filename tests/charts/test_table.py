import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest

from evalkit.charts import format_table
from evalkit.errors import EvalkitError


def cells(table, column, **options):
    return format_table(table, **options).data[column].tolist()


def test_ids_become_words_and_scores_whole_numbers(tables):
    data = format_table(
        tables.scores()[["party", "criterion", "score"]], labels=tables.labels, lang="en"
    ).data
    assert data.iloc[1, 0] == "Domain staff"
    assert data.iloc[1, 1] == "Shared starting point"
    assert data.iloc[1, 2].isdigit()


def test_a_missing_figure_says_why(tables):
    table = tables.scores(shown=True)[
        ["party", "criterion", "state", "invited", "n", "score", "shown", "level"]
    ]
    table.loc[4, "invited"] = pd.NA
    assert cells(table, "Score (0-100)", labels=tables.labels)[:3] == [
        "ved ikke",
        "høj",
        "skjult (færre end 5 svar)",
    ]
    assert cells(table, "Inviterede", labels=tables.labels)[4] == "ukendt"


def test_everybody_answered_stands_where_the_interval_would(tables):
    table = pd.DataFrame(
        {"score": [61.0], "low": [np.nan], "interval": ["all_answered"], "state": ["answered"]}
    )
    assert cells(table, "Interval, nedre") == ["alle inviterede har svaret"]


def test_a_share_is_a_percentage_from_ten_answers_on():
    table = pd.DataFrame({"n": [4, 12], "share": [0.75, 0.75]})
    assert cells(table, "Andel positive") == ["3 af 4", "75\u00a0%"]


def test_a_gap_is_points_with_a_real_minus():
    table = pd.DataFrame({"gap": [24.6], "gap_low": [-3.2]})
    assert format_table(table).data.iloc[0].tolist() == ["25 point", "\u22123 point"]


def test_the_same_table_gives_the_same_html(tables):
    one, other = (format_table(tables.scores(), labels=tables.labels).to_html() for _ in range(2))
    assert one == other


def test_one_point_more_gives_another_html(tables):
    table = tables.scores()
    moved = table.assign(score=table["score"] + 1)
    assert (
        format_table(table, labels=tables.labels).to_html()
        != format_table(moved, labels=tables.labels).to_html()
    )


def test_leave_one_out_scores_never_leave(tables):
    table = tables.scores().assign(loo=[((50.0, 1),)] * 20)
    assert "50.0" not in format_table(table, labels=tables.labels).to_html()


def test_an_id_without_a_text_is_an_error(tables):
    with pytest.raises(EvalkitError, match="there is no text for 'road'"):
        format_table(tables.scores())


def test_a_rate_ratio_keeps_its_decimals_and_its_comparison_is_said_in_words():
    trials = pd.DataFrame(
        {
            "solution": ["baseline", "Løsning 3", "Løsning 4", "Løsning 5"],
            "sessions": [4, 4, 1, 4],
            "ratio": [np.nan, 0.41, np.nan, np.nan],
            "low": [np.nan, 0.254, np.nan, 1.5],
            "high": [np.nan, 0.66, np.nan, np.inf],
            "comparison": ["baseline", "compared", "too_few", "compared"],
        }
    )
    data = format_table(trials, lang="da").data
    assert data.iloc[0].tolist() == ["intet prøvet endnu", "4", "", "", "", "intet prøvet endnu"]
    assert data.iloc[1].tolist() == ["Løsning 3", "4", "0,41", "0,25", "0,66", "sammenlignet"]
    assert data.iloc[2].tolist() == [
        "Løsning 4",
        "1",
        "",
        "",
        "",
        "ingen sammenligning: for få observationer",
    ]
    assert data.iloc[3].tolist()[3:5] == ["1,50", ""]  # a lower bound has no upper end


def test_a_day_is_written_as_people_write_it_and_none_is_blank():
    table = pd.DataFrame({"due": pd.to_datetime(["2016-08-26 00:00", None])})
    assert format_table(table, lang="da").data.to_numpy().tolist() == [["26-08-2016"], [""]]
    assert format_table(table, lang="en").data.columns.tolist() == ["Due"]


def test_what_people_wrote_is_no_html():
    html = format_table(pd.DataFrame({"quote": ["<script>x</script> & <b>"]}), caption="a < b").to_html()
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;" in html
    assert "<caption>a &lt; b</caption>" in html


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([1], "a list is not a result table"),
        (pd.DataFrame([[1, 2]], columns=["n", "n"]), "several columns are called Antal svar"),
        (pd.DataFrame({"score": ["abc"]}), "column 'score': 'abc' is not a number"),
    ],
)
def test_what_is_no_result_table_is_refused(table, message):
    with pytest.raises(EvalkitError, match=re.escape(message)):
        format_table(table)


@pytest.mark.parametrize(
    ("name", "heads", "cells"),
    [
        ("entries", {"Notat", "Tekst", "Hændt", "Forfatter", "Type"}, {"møde"}),
        ("evidence", {"Notat", "Taler for eller imod", "Koder", "Citat"}, {"taler imod"}),
        ("sessions", {"Observation", "Begyndt", "Observatør"}, set()),
        ("counts", {"Observation", "Talt", "Af i alt"}, set()),
        ("responses", {"Respondent", "Svar", "Status"}, {"besvaret"}),
    ],
)
def test_the_tables_that_were_read_are_told_in_the_readers_language(name, heads, cells):
    from .torture import sample

    data = format_table(getattr(sample(), name).head(2), labels=sample()).data
    assert heads <= set(data.columns)
    assert cells <= {cell for column in data for cell in data[column]}


def test_columns_without_a_name_and_days_are_written(tables):
    assert format_table(pd.DataFrame([[dt.date(2020, 1, 2)]])).data.iloc[0, 0] == "02-01-2020"
