"""Every chart of every sample study, in both languages and modes, passes its own check as the report draws it."""

from __future__ import annotations

import pytest

from evalkit import load_study
from evalkit.charts import check_chart, describe_chart
from evalkit.charts.figures import figures_closed
from evalkit.export.results import analyse
from evalkit.export.sections import tell
from evalkit.export.story import pictures_of

from .conftest import SAMPLE

STUDIES = sorted(path.parent.name for path in SAMPLE.glob("*/study.yml"))
WITHOUT_CONSENT = ("care_meals", "one_entrance")  # by their study.yml: no dialogue mode
CASES = [
    (study, mode, lang)
    for study in STUDIES
    for mode in ("report", "dialogue")
    for lang in ("da", "en")
    if mode == "report" or study not in WITHOUT_CONSENT
]


@pytest.mark.parametrize(("study", "mode", "lang"), CASES)
def test_every_chart_passes_its_own_check(study, mode, lang):
    with figures_closed():
        pictures = list(pictures_of(tell(analyse(load_study(SAMPLE / study), lang=lang, mode=mode))))
        assert len(pictures) >= 5
        found = {picture.name: check_chart(picture.ax.figure) for picture in pictures}
        assert {name: findings for name, findings in found.items() if findings} == {}
        assert all(20 < len(describe_chart(picture.ax, lang)) <= 250 for picture in pictures)
