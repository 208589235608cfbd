"""A study with a framework of its own from two real LimeSurvey files; skipped where they aren't beside the checkout.

The facts were worked out with Python's csv module and NumPy, outside this project.
"""

import shutil

import pytest

from evalkit.scoring import count_answers, judge_criteria, score_criteria
from evalkit.study import load_study

FRAMEWORK = {
    "id": "rse",
    "criteria": [
        {
            "id": "satisfaction",
            "phase": "during",
            "label": {"da": "Arbejdsglæde", "en": "Satisfaction"},
            "due": "start",
        },
        {
            "id": "recognition",
            "phase": "during",
            "label": {"da": "Anerkendelse", "en": "Recognition"},
            "due": "start",
        },
    ],
}
STUDY = """
id: rse
title: Research software engineers
framework: rse.yml
parties: {rse: {label: RSE, invited: unknown}}
waves: {w2016: 2016-01-15, w2017: 2017-01-15}
surveys:
  - {file: w2016.csv, wave: w2016}
  - {file: w2017.csv, wave: w2017}
"""


def names(item):
    """How the two waves name an item: plain, and as a sub-question of one of three arrays."""
    return [item, *(f"likertagree{n}[{item}]" for n in (1, 2, 3))]


@pytest.fixture
def rse(tmp_path, real):
    import yaml

    folder = tmp_path / "rse"
    folder.mkdir()
    for year in (2016, 2017):
        shutil.copy(real / f"limesurvey/ssi_rse_{year}_uk_public_data.csv", folder / f"w{year}.csv")
    items = {
        "satisfaction": [f"affSat{n}" for n in range(1, 5)],
        "recognition": [f"affRec{n}" for n in range(1, 6)],
    }
    rows = [(item, criterion) for criterion, group in items.items() for item in group]
    framework = {
        **FRAMEWORK,
        "items": [{"id": i, "criterion": c, "scale": "agree5", "text": i} for i, c in rows],
    }
    fields = [
        {"name": i, "aliases": names(i)[1:], "scale": "agree5", "evalkit": {"item": i}} for i, _ in rows
    ]
    (folder / "rse.yml").write_text(yaml.safe_dump(framework, allow_unicode=True), "utf-8")
    (folder / "codebook.yml").write_text(yaml.safe_dump({"fields": fields}), "utf-8")
    (folder / "study.yml").write_text(STUDY, "utf-8")
    return load_study(folder)


def value_of(mean):
    """A mean on 1-5 as a value on 0-100."""
    return 100 * (mean - 1) / 4


@pytest.mark.parametrize(("wave", "n", "mean"), [("w2016", 271, 3.741697), ("w2017", 225, 4.195556)])
def test_one_item_s_mean_and_base_are_the_known_ones(rse, wave, n, mean):
    answers = rse.responses.query("item == 'affSat1' and wave == @wave and state == 'answered'")["value"]
    assert len(answers) == n
    assert answers.mean() == pytest.approx(value_of(mean), abs=2.5e-5)


def test_the_answers_are_the_known_ones(rse):
    counts = count_answers(rse).query("item == 'affSat1' and state == 'answered'")
    for wave, known in (("w2016", [8, 30, 58, 103, 72]), ("w2017", [4, 10, 20, 95, 96])):
        assert list(counts[counts["wave"] == wave].sort_values("value")["n"]) == known


def test_two_waves_without_ids_are_scored_and_judged_by_themselves(rse):
    scores = score_criteria(rse)
    assert set(scores["criterion"]) == {"satisfaction", "recognition"}
    assert scores["invited"].isna().all()
    assert (scores["interval"] == "sample").all()
    verdicts = judge_criteria(scores, framework=rse.framework)
    assert len(verdicts) == 4
    assert verdicts["gap"].isna().all()
    assert any("nobody can be followed" in sentence for sentence in rse.report)
