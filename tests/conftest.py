"""What several tests share: a small study on disk, the sample studies, the real exports where they are."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# In CI the same examples each time: a red run is about the change. At a desk hypothesis looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
REAL = ROOT.parent / "shared" / "real"

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
AXE = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))

STUDY = """\
schema: 1
id: small
title: {da: Et lille projekt, en: A small study}
parties:
  a: {label: {da: Part A, en: Party A}, role: evaluator, invited: 4}
  b: {label: {da: Part B, en: Party B}, role: domain, invited: 5}
waves: {start: 2024-01-08, end: 2024-06-10}
surveys:
  - {file: start.csv, wave: start}
  - {file: end.csv, wave: end}
logbook: {entries: logbook.csv}
"""
CODEBOOK = """\
fields:
  - {name: who, evalkit: {respondent: true}}
  - {name: party, evalkit: {party: true}}
  - name: q1
    title: Vi begyndte med en fælles forståelse af problemet
    scale: agree5
    missingValues: [{value: 9, label: Ved ikke}]
    evalkit: {item: shared_start_1}
  - name: q2
    title: Vi taler sammen så ofte som arbejdet kræver
    scale: agree5
    missingValues: [{value: 9, label: Ved ikke}]
    evalkit: {item: dialogue_1}
"""
START = "who;party;q1;q2\na1;Part A;5;4\na2;Part A;4;4\na3;Part A;4;9\nb1;Part B;2;1\nb2;Part B;1;2\nb3;Part B;2;\n"
END = "who;party;q1;q2\na1;Part A;5;5\na2;Part A;5;4\na4;Part A;4;4\nb1;Part B;4;4\nb2;Part B;5;4\nb3;Part B;4;5\n"
LOGBOOK = (
    "entry;dato;forfatter;part;type;tekst;kriterium;holdning;samtykke\n"
    "L1;10-01-2024;P01;a;møde;Vi taler forbi hinanden;before.shared_start;taler imod;ja\n"
    "L2;05-06-2024;P02;b;note;Nu forstår vi hinanden;before.shared_start;støtter;ja\n"
)
CORRECTIONS = "file,row,column,old,new,reason\n"
FILES = {
    "study.yml": STUDY,
    "codebook.yml": CODEBOOK,
    "start.csv": START,
    "end.csv": END,
    "logbook.csv": LOGBOOK,
}


DEAR = (
    "test_jupyterlab",
    "test_mutation",
    "test_torture",
    "notebooks/test_samples",
    "test_running",
    "test_report",
)


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest, so that two workers are done at about the same time."""

    def place(item):
        return next((at for at, name in enumerate(DEAR) if f"{name}.py" in item.nodeid), len(DEAR))

    items.sort(key=place)


@pytest.fixture
def small(tmp_path):
    """Write the small study, some texts of its files changed, and return its folder.

    ``small({"start.csv": (";5;", ";7;")})`` replaces once; a plain text or bytes replaces the whole file; None leaves it out.
    """

    def write(changes=None):
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        for name, content in {**FILES, **dict.fromkeys(changes or {}, "")}.items():
            change = (changes or {}).get(name, content)
            if change is None:
                (folder / name).unlink(missing_ok=True)
            elif isinstance(change, bytes):
                (folder / name).write_bytes(change)
            elif isinstance(change, tuple):
                base = FILES.get(name, CORRECTIONS)
                assert change[0] in base, f"{change[0]!r} is not in {name}"
                (folder / name).write_text(base.replace(*change, 1), "utf-8")
            else:
                (folder / name).write_text(change, "utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def sample():
    """The folder of sample studies."""
    return SAMPLE


@pytest.fixture(scope="session")
def roadworks():
    """The sample study that most tests look at."""
    from evalkit.study import load_study

    return load_study(SAMPLE / "roadworks")


@pytest.fixture
def real():
    """The folder of real exports; tests skip where it is not beside the checkout."""
    if not REAL.is_dir():
        pytest.skip("the real exports are not beside this checkout")
    return REAL


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by Playwright; tests skip where either is missing."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()
