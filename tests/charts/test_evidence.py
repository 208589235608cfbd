"""The joint display: what people answered beside what the logbook says."""

import pytest

from evalkit import check_chart, load_study, plot_evidence, score_criteria, triangulate


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("sources", [1, 30, 1200])
def test_the_number_beside_the_longest_bar_clears_the_survey_s_words(sample, sources, lang):
    study = load_study(sample / "roadworks")
    table = triangulate(score_criteria(study), study)
    table = table[table["wave"].eq("end")].head(6).assign(against=sources, supports=sources // 2)
    assert check_chart(plot_evidence(table, labels=study, lang=lang).figure) == []
