from itertools import pairwise

import pytest

from evalkit.errors import EvalkitError
from evalkit.yamlfile import check_keys, parse_yaml, read_yaml


def write(tmp_path, content):
    path = tmp_path / "study.yml"
    path.write_bytes(content)
    return path


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read_yaml(write(tmp_path, b"\xef\xbb\xbfid: a\n")) == {"id": "a"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file holds nothing"),
        (b"- a\n- b\n", "the file holds a list"),
        (b"id: [a\n", "row 2: this is not YAML"),
        (b"a: 1\nb: 2\na: 3\n", "row 3: this is not YAML: the key 'a' is given twice"),
        ("id: å\nb: ø".encode("cp1252"), "row 1: the file is not UTF-8"),
        (b"a: !!python/object/apply:os.system ['true']\n", "this is not YAML"),
        (b"a: \x00\n", "not YAML"),
    ],
)
def test_what_is_wrong_in_a_yaml_file_is_said_with_its_line(tmp_path, content, message):
    with pytest.raises(EvalkitError, match=message) as caught:
        read_yaml(write(tmp_path, content))
    assert str(caught.value).startswith("study.yml")


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="there is no such file"):
        read_yaml(tmp_path / "none.yml")


def test_unknown_and_missing_keys_are_named():
    with pytest.raises(EvalkitError, match="'titel' is not one of id, title .did you mean title"):
        check_keys({"id": 1, "titel": 2}, ("id", "title"), "study.yml")
    with pytest.raises(EvalkitError, match="'id' is missing"):
        check_keys({}, ("id",), "study.yml", need=("id",))
    with pytest.raises(EvalkitError, match="not a set of"):
        check_keys("text", ("id",), "study.yml")


def test_text_is_parsed_under_a_name():
    with pytest.raises(EvalkitError, match="given.yml"):
        parse_yaml("", "given.yml")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghij")
        ),  # 9 ** 10 parts
        "a: &a [1, *a]\n",
        "a: " + "[" * 3000 + "]" * 3000,
    ],
    ids=["billions", "endless", "deep"],
)
def test_what_only_fills_the_memory_is_refused(text):
    with pytest.raises(EvalkitError, match="written out it has over 1,000,000 parts"):
        parse_yaml(text, "study.yml")


def test_a_list_may_be_referred_to_as_often_as_a_codebook_has_questions():
    text = "a: &a [1, 2, 3, 4, 5]\nfields: [" + ", ".join(["*a"] * 500) + "]"
    assert len(parse_yaml(text, "codebook.yml")["fields"]) == 500
