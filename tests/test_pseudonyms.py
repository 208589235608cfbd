import stat

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.errors import EvalkitError
from evalkit.pseudonyms import make_salt, pseudonym, pseudonymise, read_salt, small_groups

SALT = b"a salt of at least sixteen bytes"


def test_a_person_keeps_the_pseudonym_through_a_study():
    assert pseudonym("Åse ", study="s", salt=SALT) == pseudonym("åse", study="s", salt=SALT)


def test_it_differs_between_studies_and_salts():
    told = {pseudonym("Anna", study=study, salt=salt) for study in "ab" for salt in (SALT, SALT + b"!")}
    assert len(told) == 4


@given(st.text(min_size=1).filter(str.strip))
def test_a_pseudonym_has_one_shape_and_holds_nothing_of_the_key(key):
    made = pseudonym(key, study="s", salt=SALT)
    assert len(made) == 13
    assert made[0] == "p"
    assert int(made[1:], 16) >= 0


def test_ten_thousand_people_have_ten_thousand_pseudonyms():
    assert len(set(pseudonymise(range(10_000), study="s", salt=SALT))) == 10_000


@pytest.mark.parametrize("key", ["", "  ", float("nan")])
def test_a_person_without_a_key_is_refused(key):
    with pytest.raises(EvalkitError, match="no key"):
        pseudonym(key, study="s", salt=SALT)


def test_a_short_salt_is_refused():
    with pytest.raises(EvalkitError, match="the salt has 3 bytes"):
        pseudonym("a", study="s", salt=b"abc")


def test_the_salt_is_made_once_for_its_owner_only_and_kept_out_of_git(tmp_path, monkeypatch):
    monkeypatch.delenv("EVALKIT_SALT", raising=False)
    assert read_salt(tmp_path) is None
    file = make_salt(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tmp_path / ".gitignore").read_text().split() == [".evalkit-salt"]
    assert read_salt(tmp_path) == file.read_text().strip().encode()
    assert read_salt(tmp_path / "study") == read_salt(tmp_path)
    with pytest.raises(EvalkitError, match="there is a salt already"):
        make_salt(tmp_path)


def test_the_environment_s_salt_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALKIT_SALT", SALT.decode())
    make_salt(tmp_path)
    assert read_salt(tmp_path) == SALT


def test_groups_that_single_somebody_out_are_listed_by_their_fewest_variables():
    people = pd.DataFrame({"unit": ["a"] * 6 + ["b"] * 6, "sex": ["k", "m"] * 6, "age": ["x"] * 11 + ["y"]})
    table = small_groups(people, ["unit", "sex", "age"], fewest=2)
    assert table.values.tolist() == [["age", "y", 1]]


def test_groups_of_many_background_variables_are_those_that_pandas_counts():
    generator = np.random.default_rng(1)
    people = pd.DataFrame({f"q{n}": generator.integers(0, 8, 300) for n in range(40)}).astype("string")
    groups = small_groups(people, list(people.columns), together=2)
    pairs = people.groupby(["q0", "q1"]).size()
    assert (groups["variables"] == "q0 x q1").sum() == (pairs < 5).sum()
