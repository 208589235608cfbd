"""Nobody's answer can be worked out from what is published: tried on random studies, and on all small parties."""

import numpy as np
import pytest

from tests.disclosure.attack import failures, random_responses


@pytest.mark.parametrize("seed", range(20))
def test_no_answer_of_a_random_study_is_known_to_fewer_than_three(seed):
    rng = np.random.default_rng(seed)
    found = [failure for _ in range(10) for failure in failures(random_responses(rng))]
    assert found == []
