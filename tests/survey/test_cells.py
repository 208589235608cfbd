"""A column's different values are the same however they are told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.survey.cells import from_numbers

NUMBERS = st.one_of(
    st.lists(st.integers(-5, 12)), st.lists(st.integers(-(2**62), 2**62)),
    st.lists(st.one_of(st.just(float("nan")), st.integers(0, 9).map(float))),
    st.lists(st.one_of(st.just(float("nan")), st.floats(allow_nan=False, width=32))),
)  # fmt: skip


@given(NUMBERS)
def test_every_row_has_its_value_and_no_value_is_there_twice_or_unused(numbers):
    array = np.array(numbers, dtype=float if any(isinstance(n, float) for n in numbers) else "int64")
    cells = from_numbers(array)
    empty = np.isnan(array) if array.dtype.kind == "f" else np.zeros(len(array), dtype=bool)
    assert (cells.codes[empty] == -1).all()
    assert (cells.uniques.to_numpy()[cells.codes[~empty]] == array[~empty]).all()
    assert cells.uniques.is_unique
    assert set(cells.codes[~empty]) == set(range(len(cells.uniques)))


@pytest.mark.parametrize(
    "numbers", [[-(2**62), 2**62], [2**60, 2**60 + 5], [7, 7], [1.5, 2.0], [float("inf"), 1.0]]
)
def test_far_apart_and_near_together(numbers):
    cells = from_numbers(np.array(numbers))
    assert cells.uniques.to_numpy()[cells.codes].tolist() == numbers
