"""The logbook over time: what its foot says of silence and of what may not be quoted."""

import pandas as pd
import pytest

from evalkit import describe_chart, load_framework, plot_logbook

FRAMEWORK = load_framework()


def foot(days, consent, lang):
    entries = pd.DataFrame(
        {
            "entry": [f"n{n}" for n in range(len(days))],
            "occurred_at": pd.to_datetime(days, format="ISO8601"),
            "consent": consent,
        }
    )
    evidence = entries[["entry"]].assign(criterion="during.dialogue", stance="supports")
    return describe_chart(plot_logbook(entries, evidence, labels=FRAMEWORK, lang=lang), lang=lang, long=True)


@pytest.mark.parametrize(
    ("lang", "silence", "quoted"),
    [
        ("da", "Længste tavshed: 25 dage fra 05-10-2016.", "Må ikke citeres: 2."),
        ("en", "Longest silence: 25 days from 05-10-2016.", "Not to be quoted: 2."),
    ],
)
def test_a_silence_and_what_may_not_be_quoted_are_said(lang, silence, quoted):
    text = foot(["2016-10-01", "2016-10-05 23:00", "2016-10-30 07:00"], ["yes", "no", "no"], lang)
    assert silence in text
    assert quoted in text


def test_where_notes_follow_each_other_nothing_is_said_of_silence():
    text = foot(["2016-10-01", "2016-10-05", "2016-10-18"], ["yes", "", "yes"], "en")
    assert "silence" not in text
    assert "quoted" not in text
