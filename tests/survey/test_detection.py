"""Each export is taken for what it is, and for nothing else."""

import pytest

from evalkit.survey.read import FORMATS, _format
from evalkit.survey.source import open_source

FIXTURES = {
    name: name.partition("-")[0]
    for name in (
        "limesurvey", "qualtrics", "googleforms", "surveymonkey", "alchemer", "eusurvey", "kobo", "redcap",
        "enalyzer", "surveyxact-semicolon", "surveyxact-comma", "surveyxact-tab", "surveyxact-zip",
        "surveyxact-workbook", "msforms", "spss", "stata", "redcap-folder", "kobo-folder", "limesurvey-folder",
        "plain",
    )
}  # fmt: skip
REAL = {
    "limesurvey/ssi_rse_2016_uk_public_data.csv": "limesurvey",
    "limesurvey/ssi_rse_2017_uk_public_data.csv": "limesurvey",
    "surveyxact/ex_survey2_semicolon_ansi": "surveyxact",
    "surveyxact/ex_survey2_semicolon_ansi/dataset.csv": "surveyxact",
    "surveymonkey/StarWars.csv": "surveymonkey",
    "qualtrics/sample_3header_de.csv": "qualtrics",
    "kobo": "kobo",
    "kobo/transportation_all.csv": "kobo",
    "spss/pyreadstat_sample_missing.sav": "spss",
}


def firing(path):
    """The formats whose signs a file has; a plain table has none but its shape."""
    files = open_source(path)
    return [name for name in FORMATS if name != "plain" and _format(name).sniff(files)]


@pytest.fixture
def matrix(fixtures, tmp_path):
    found = {}
    for name in FIXTURES:
        (tmp_path / name).mkdir()
        found[name] = firing(fixtures.write(name, tmp_path / name))
    return found


def shown(found, expected):
    return "\n".join(f"{name:40} is {expected[name]:14} fires {', '.join(found[name])}" for name in found)


def test_of_every_small_export_exactly_its_own_format_fires(matrix):
    wanted = {name: [] if format == "plain" else [format] for name, format in FIXTURES.items()}
    assert matrix == wanted, "\n" + shown(matrix, FIXTURES)


def test_of_every_real_export_exactly_its_own_format_fires(real):
    found = {path: firing(real(path)) for path in REAL}
    assert found == {path: [format] for path, format in REAL.items()}, "\n" + shown(found, REAL)
