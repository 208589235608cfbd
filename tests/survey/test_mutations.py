"""Whatever happens to an export on its way, only `EvalkitError` comes out."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalkit.errors import EvalkitError
from evalkit.survey import read_survey

NAMES = [
    "plain", "limesurvey", "qualtrics", "googleforms", "surveymonkey", "alchemer", "eusurvey", "kobo", "redcap",
    "enalyzer", "msforms", "spss", "stata", "surveyxact-zip", "surveyxact-workbook", "json", "xls",
]  # fmt: skip
PIECES = [
    b"",
    b"\0",
    b'"',
    b";",
    b",",
    b"\n",
    b"\r",
    b"\xff\xfe",
    b"\xc3",
    b"{",
    b"___",
    b"[0]/",
    b"-99",
    b"9" * 30,
    b"\t" * 50,
]
MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=8)),
    max_size=4,
)


def well_formed(error: EvalkitError) -> None:
    assert error.wrong
    assert error.do.endswith((".", "}]", "]"))


def mutated(content: bytes, mutations: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, piece in mutations:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + length :]
    return content


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(mutations=MUTATIONS, cut=st.floats(0.05, 1))
def test_a_mutated_export_is_read_or_refused(name, fixtures, mutations, cut):
    with tempfile.TemporaryDirectory() as folder:
        path = fixtures.write(name, Path(folder))
        content = mutated(path.read_bytes(), mutations)
        path.write_bytes(content[: int(cut * len(content)) + 1])
        for source in ("auto", "plain" if name in ("json", "xls") else name.partition("-")[0]):
            try:
                survey = read_survey(path, source=source)
            except EvalkitError as error:
                well_formed(error)
            else:
                assert survey.data.shape == survey.states.shape


@pytest.mark.parametrize(
    ("name", "file"),
    [("kobo-folder", "form.xlsx"), ("redcap-folder", "dictionary.csv"), ("limesurvey-folder", "survey.lss")],
)
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(mutations=MUTATIONS)
def test_a_mutated_description_is_read_or_refused(name, file, fixtures, mutations):
    with tempfile.TemporaryDirectory() as folder:
        path = fixtures.write(name, Path(folder))
        (path / file).write_bytes(mutated((path / file).read_bytes(), mutations) or b"x")
        try:
            read_survey(path)
            read_survey(path / "data.csv", path / file)
        except EvalkitError as error:
            well_formed(error)
