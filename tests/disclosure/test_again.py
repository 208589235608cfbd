"""Reports that follow each other: what the first told of a wave stands, or the second isn't written."""

from collections import defaultdict
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
import pytest

from evalkit.disclosure import audit
from evalkit.export.published import report_figures
from tests.disclosure.test_audit import published, responses

OTHERS = (1, 2, 2, 3, 3, 3, 4, 4, 5, 5)  # another party's answers, the same both times


def told(before, after):
    tables = {name: published(responses(a=a))["scores"] for name, a in (("old", before), ("new", after))}
    return audit(tables)[["what", "tables"]].values.tolist()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((3, 4, 3, 3, 5), (3, 4, 3, 3)),  # 65, then middle: the one who withdrew answered 5
        ((5, 3, 3, 3, 4), (5, 3, 3, 3)),  # 65, then middle
        ((2, 3, 3, 4), (2, 3, 3)),  # middle, then low
        ((1, 5, 5, 3), (1, 5, 5)),  # high, then nothing
        ((3, 4, 3, 3, 5), (3, 4, 3, 3, 5, 2, 2, 2, 2, 2)),  # the five who came later all answered 2
    ],
)
def test_what_stood_otherwise_is_found_either_way(before, after):
    assert told(before, after) == [["changed", "old, new"]]
    assert told(after, before) == [["changed", "old, new"]]


def test_the_same_word_of_one_person_fewer_may_stand():
    assert told((2, 3, 4, 4), (3, 4, 3)) == []


def test_the_same_score_of_answers_that_fell_otherwise_is_found():
    reports = [
        published(responses(a=a)) for a in ((1, 2, 2, 3, 4, 5), (2, 2, 2, 2, 4, 5), (1, 2, 2, 3, 4, 5))
    ]
    old, new, same = (report_figures(report["scores"], report["answers"]) for report in reports)
    assert old["score"].tolist() == new["score"].tolist()
    assert audit([old, new])["what"].tolist() == ["changed"]
    assert audit([old, same]).empty


@pytest.fixture(scope="module")
def every():
    """Return what is published of every set of three to six answers, beside another party's."""
    sets = [answers for n in (3, 4, 5, 6) for answers in combinations_with_replacement(range(1, 6), n)]
    table = pd.concat(
        responses(a=answers, b=OTHERS).assign(study="".join(map(str, answers))) for answers in sets
    )
    return sets, {name: rows.set_index("study") for name, rows in published(table).items()}


def test_where_two_reports_tell_the_same_everybody_keeps_three_answers(every):
    """Whoever knows who left (or came), what she answered herself, the rule, and that both were written."""
    sets, tables = every
    pairs = [(whole, gone) for whole in sets if len(whole) > 3 for gone in set(whole)]
    written = _written(pairs, tables["scores"])
    worlds = [pair for pair, may in zip(pairs, written, strict=True) if may]
    assert 20 < len(worlds) < len(pairs) / 4
    signs = {"".join(map(str, answers)): _sign("".join(map(str, answers)), tables) for answers in sets}
    left = defaultdict(set)
    for whole, gone in worlds:
        rest = list(whole)
        rest.remove(gone)
        seen = tuple(signs["".join(map(str, answers))] for answers in (whole, rest))
        for own in (None, *set(rest)):
            others = list(rest)
            if own:
                others.remove(own)
            left[seen, len(whole), own, "who left"].add(gone)
            left[seen, len(whole), own, "the others"].update(others)
        left[seen, len(whole), "left", gone].update(rest)
    assert {case: answers for case, answers in left.items() if len(answers) < 3} == {}


def _written(pairs, scores):
    """Tell which second reports the audit lets out; each pair is a study of its own."""
    rows = {"old": [], "new": []}
    for whole, gone in pairs:
        rows["old"].append("".join(map(str, whole)))
        rows["new"].append("".join(map(str, whole)).replace(str(gone), "", 1))
    reports = {
        name: scores.loc[keys].assign(study=np.repeat(range(len(keys)), 2)) for name, keys in rows.items()
    }
    refused = set(audit(reports)["study"])
    return [str(at) not in refused for at in range(len(pairs))]


def _sign(study, tables):
    """Return all that is published of a study, in a text."""
    return "\n".join(
        tables[name].loc[[study]].to_csv(index=False) for name in ("scores", "verdicts", "answers")
    )
