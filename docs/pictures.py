"""The pictures of the README and of the performance page.

The README's are of the sample study: a chart, a slide for the room, a notebook in JupyterLab. The performance
page's is of what `benchmarks/scoring_growth.py` measured.

Run: python docs/pictures.py (needs Chromium and playwright for the notebook).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image
from playwright.sync_api import sync_playwright

import evalkit as ek

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
GROWTH = {"s": "Seconds, from the file to the scores", "mb": "Highest memory, MB"}
sys.path.insert(0, str(ROOT))

from evalkit.notebooks import copy_notebooks  # noqa: E402
from tests.conftest import CHROMIUM, QUIET  # noqa: E402
from tests.lab import lab_on, run_all  # noqa: E402


def small(path: Path, width: int) -> None:
    """Make a picture as wide as a page shows it, with 256 colours (the rare ones too) and no dithering."""
    picture = Image.open(path).convert("RGB")
    picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def charts() -> None:
    """Draw the waves for everybody, and the score card for the people in the room."""
    study = ek.load_study(ROOT / "data" / "sample" / "roadworks")
    scores = ek.score_criteria(study)
    verdicts = ek.judge_criteria(scores, ek.triangulate(scores, study), labels=study, lang="en")
    last, at_end = (table[table["wave"] == "followup"] for table in (verdicts, scores))
    card = ek.plot_scorecard(last, at_end, labels=study, lang="en")
    ek.save_chart(
        card,
        IMAGES / "scorecard-en.png",
        title="Well under way - management support is seen differently",
        lang="en",
        mode="dialogue",
    )
    waves = ek.plot_waves(ek.protect(scores), labels=study, lang="en")
    ek.save_chart(waves, IMAGES / "waves-en.png", title="Four waves, each party by itself", lang="en")
    for name in ("scorecard-en", "waves-en"):
        small(IMAGES / f"{name}.png", 1280)


def growth() -> None:
    """Draw seconds and memory over the number of respondents, each way by colour, marker and name."""
    measured = pd.read_csv(ROOT / "docs" / "growth.csv")
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    for panel, (column, title) in zip(panels, GROWTH.items(), strict=True):
        for (way, rows), marker in zip(measured.groupby("way", sort=False), "os^", strict=True):
            panel.plot(rows["people"], rows[column], marker=marker, label=way)
        panel.set(xscale="log", xlabel="Respondents (30 items each), logarithmic", title=title)
        panel.set_xticks([10**5, 10**6, 10**7], ["100,000", "1 million", "10 million"])
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_yscale("log")
    panels[0].set_yticks(SECONDS, [f"{seconds:g}" for seconds in SECONDS])
    for panel in panels:
        panel.minorticks_off()
    panels[1].set_ylim(0)
    panels[0].legend(frameon=False)
    figure.savefig(IMAGES / "growth.png", dpi=128)
    plt.close(figure)
    small(IMAGES / "growth.png", 1280)


def notebooks() -> None:
    """Run two notebooks in JupyterLab, one in each language, and take pictures of their paper alone."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        shutil.copytree(ROOT / "data" / "sample", folder / "data" / "sample")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for lang in ("da", "en"):
            copy_notebooks(folder / "data" / "sample" / "roadworks", folder / lang, lang=lang)
        with lab_on(folder) as url:
            for lang, name in (("en", "00_start_here"), ("da", "02_survey_scores")):
                page = browser.new_page(viewport={"width": 1250, "height": 1150})
                run_all(page, url, f"{lang}/{name}.ipynb")
                page.add_style_tag(content=".Toastify { display: none }")  # JupyterLab's own news
                page.keyboard.press("Control+b")  # the list of files away
                page.locator(".jp-Notebook .jp-MarkdownOutput h1").scroll_into_view_if_needed()
                page.locator(".jp-NotebookPanel").screenshot(path=IMAGES / f"notebook-{lang}.png")
                small(IMAGES / f"notebook-{lang}.png", 1000)
        browser.close()


if __name__ == "__main__":
    charts()
    growth()
    notebooks()
