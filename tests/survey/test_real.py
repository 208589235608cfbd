"""Facts about real exports, worked out with csv, NumPy, R or pyreadstat by somebody else."""

import pytest

from evalkit.survey import read_survey


def alpha(answers):
    """Cronbach's alpha of the complete rows."""
    complete = answers.dropna().astype(float)
    k = complete.shape[1]
    return k / (k - 1) * (1 - complete.var(ddof=1).sum() / complete.sum(axis=1).var(ddof=1))


@pytest.mark.parametrize(
    ("year", "counts", "mean", "satisfied", "recognised"),
    [
        ("2016", [8, 30, 58, 103, 72], 3.741697, (0.922938, 270), (0.928476, None)),
        ("2017", [4, 10, 20, 95, 96], 4.195556, (0.905531, 208), (0.880091, 195)),
    ],
)
def test_limesurvey_both_waves(real, year, counts, mean, satisfied, recognised):
    survey = read_survey(real(f"limesurvey/ssi_rse_{year}_uk_public_data.csv"))
    assert survey.labelled()["affSat1"].value_counts(sort=False).tolist() == counts
    assert survey.data["affSat1"].mean() == pytest.approx(mean, abs=1e-6)
    for names, (value, n) in ((4, satisfied), (5, recognised)):
        items = survey.data[[f"{'affSat' if names == 4 else 'affRec'}{i}" for i in range(1, names + 1)]]
        assert alpha(items) == pytest.approx(value, abs=1e-6)
        assert n is None or len(items.dropna()) == n


def test_surveyxact(real):
    survey = read_survey(real("surveyxact/ex_survey2_semicolon_ansi"))
    sums = [81, 32, 196, 98, 32, 38, 5, 53, 15, 13, 29, 6, 106, 26, 50, 17]
    assert len(survey.data) == 999
    assert survey.data["up_01"].value_counts().sort_index().to_dict() == {1: 14, 2: 63, 3: 202, 4: 65}
    assert survey.data["up_01"].isna().sum() == 655
    assert survey.data["up_01"].mean() == pytest.approx(2.9244, abs=1e-4)
    assert [int(survey.data[f"v_1_{n}"].sum()) for n in range(1, 17)] == sums
    assert sorted(survey.labelled()["statoverall"].value_counts().loc[lambda n: n > 0]) == [85, 340, 574]


def test_surveyxact_dataset_finds_its_labels_and_structure(real):
    survey = read_survey(real("surveyxact/ex_survey2_semicolon_ansi/dataset.csv"))
    assert survey.codebook.set_index("name").loc["up_01", "scale"] == "agree4"


def test_surveymonkey(real):
    survey = read_survey(real("surveymonkey/StarWars.csv"))
    assert survey.data.shape == (1186, 38)
    seen = survey.codebook["name"][survey.codebook["title"].str.startswith("Have you seen any")].iloc[0]
    assert survey.labelled()[seen].value_counts().to_dict() == {"Yes": 936, "No": 250}
    films = survey.codebook[(survey.codebook["type"] == "boolean")]["name"]
    assert survey.data[films].sum().tolist() == [673, 571, 550, 607, 758, 738]
    rank = next(n for n in survey.data if n.startswith("please_rank") and "Episode V The" in n)
    assert survey.data[rank].mean() == pytest.approx(2.513158, abs=1e-6)


def test_qualtrics_in_german(real):
    survey = read_survey(real("qualtrics/sample_3header_de.csv"), personal="keep")
    assert survey.data.shape == (1, 20)
    assert survey.data["Q1"].tolist() == [2]
    assert survey.data["Q2"].tolist() == ["Hello World!"]


@pytest.mark.parametrize("path", ["kobo", "kobo/transportation_all.csv"])
def test_kobo(real, path):
    survey = read_survey(real(path))
    ambulance = next(n for n in survey.data if n.endswith("[ambulance]"))
    assert survey.data[ambulance].tolist() == [False, True, True, False]
    often = survey.data["ambulance.frequency_to_referral_facility"]
    assert often.isna().tolist() == [True, False, False, True]
    assert often.tolist()[1:3] == ["daily", "weekly"]


def test_spss_user_missing(real):
    pyreadstat = pytest.importorskip("pyreadstat")
    path = real("spss/pyreadstat_sample_missing.sav")
    survey = read_survey(path)
    peer, _ = pyreadstat.read_sav(path)
    assert survey.data.shape == (7, 7)
    for name in ("mynum", "mylabl", "myord"):
        assert survey.data[name].astype(float).tolist() == pytest.approx(peer[name].tolist(), nan_ok=True)
    assert set(survey.missing["label"]) >= {"undetermined", "missing"}
