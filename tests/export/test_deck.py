"""Decks: what goes into which placeholder, what is refused, and the two decks of the sample study."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pptx import Presentation
from pptx.util import Pt

import evalkit as ek
from evalkit.errors import EvalkitError, EvalkitWarning
from evalkit.export import deck, deck_parts, deck_slides
from evalkit.export.deck import Plot, Slide, save_deck
from evalkit.export.decks import dialogue_deck, report_deck
from evalkit.export.pptx_template import open_template, theme_of
from evalkit.export.results import analyse
from evalkit.export.story import Bullets, Grid
from evalkit.study import load_study

from .pptx_help import HIGH, WIDE, need_office, rendered, words_in

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "roadworks"
WATERMARK = {"da": "Kun til drøftelse mellem parterne", "en": "For discussion between the parties only"}


def a_figure(size=(880 / 72, 300 / 72)) -> Figure:
    figure = Figure(figsize=size, dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.bar([1, 2], [3, 5])
    axes.tick_params(labelsize=12)
    return figure


def texts(slide) -> dict[str, str]:
    return {shape.name: shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame}


def a_template(path: Path, *, kind: str = "pptx", size=(10, 7.5), names=True) -> Path:
    """Make an organisation's template: one slide of its own, a layout with fields named in Danish."""
    show = Presentation()
    show.slide_width, show.slide_height = (int(inches * 914_400) for inches in size)
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = "Skabelonens eget slide"
    if names:
        layout = show.slide_layouts[3]  # two content fields
        layout._element.cSld.set("name", "Vores diagramside")
        fields = [shape for shape in layout.placeholders if shape.placeholder_format.idx in (1, 2)]
        fields[0].name, fields[1].name = "Diagram", "Kilde"
        fields[0].left, fields[0].top, fields[0].width, fields[0].height = Pt(30), Pt(120), Pt(660), Pt(330)
    show.save(str(path))
    if kind == "potx":
        _say_template(path)
    return path


def _say_template(path: Path) -> None:
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"presentation.main+xml", b"template.main+xml"))


# What save_deck does


def test_charts_are_laid_beside_each_other_by_their_own_frameworks_limits(tmp_path, monkeypatch):
    study, own = load_study(SAMPLE), {}
    strict = replace(study.framework, limits=replace(study.framework.limits, high=90.0))
    study = replace(study, framework=strict)
    scores = ek.score_criteria(study)
    end = ek.protect(scores[scores["wave"] == "end"], framework=strict)
    monkeypatch.setattr(deck, "audit", lambda tables, framework: own.update(it=framework) or ek.audit(tables))
    save_deck([Slide("Fundet", ek.plot_profile(end, labels=study))], tmp_path / "deck.pptx")
    assert own["it"].limits.high == 90.0
    monkeypatch.undo()
    slides = [Slide("Et", ek.plot_profile(end, labels=one)) for one in (study, load_study(SAMPLE))]
    assert deck_parts.framework_of(slides) is None


def test_each_chart_is_a_slide_with_title_subtitle_source_number_and_notes(tmp_path):
    slides = [Slide("Fundet", a_figure(), "Målt sådan", "Skemaet", "Sig dette"), a_figure()]
    show = Presentation(str(save_deck(slides, tmp_path / "deck.pptx")))
    first = show.slides[0]
    found = texts(first)
    assert (show.slide_width, show.slide_height) == (WIDE, HIGH)
    assert found["Title 1"] == "Fundet"
    assert any(text == "Målt sådan" for text in found.values())
    assert any(text.startswith("Kilde: Skemaet · Rapportvisning · ") for text in found.values())
    assert first._element.xpath(".//a:fld[@type='slidenum']")
    assert first.notes_slide.notes_text_frame.text.startswith("Sig dette\n")
    assert len(show.slides) == 2


def test_no_empty_field_is_left_on_a_slide(tmp_path):
    show = Presentation(str(save_deck([Slide("Kun titel og diagram", a_figure())], tmp_path / "deck.pptx")))
    assert all(shape.text_frame.text for shape in show.slides[0].placeholders)


def test_a_mapping_gives_the_titles(tmp_path):
    show = Presentation(str(save_deck({"Et": a_figure(), "To": a_figure()}, tmp_path / "deck.pptx")))
    assert [slide.shapes.title.text for slide in show.slides] == ["Et", "To"]


def test_everything_is_marked_with_one_language(tmp_path):
    slides = [Slide("A finding", a_figure(), "Measured so"), Slide("A list", Bullets(("one", "two")))]
    show = Presentation(str(save_deck(slides, tmp_path / "deck.pptx", lang="en")))
    marked = {lang for slide in show.slides for lang in slide._element.xpath(".//a:rPr/@lang")}
    assert marked == {"en-GB"}
    assert show.core_properties.language == "en-GB"


def test_a_chart_group_stands_inside_the_room_for_it(tmp_path):
    show = Presentation(str(save_deck([Slide("Fundet", a_figure())], tmp_path / "deck.pptx")))
    (group,) = [shape for shape in show.slides[0].shapes if shape.shape_type == 6]
    assert group._element.nvGrpSpPr.cNvPr.get("descr").startswith("Fundet. ")
    assert Pt(40) <= group.left
    assert group.left + group.width <= Pt(920) + 2
    assert group.top == Pt(100)
    assert group.top + group.height <= Pt(500) + 2


def test_a_title_of_three_lines_is_refused(tmp_path):
    with pytest.raises(EvalkitError, match="more than two lines"):
        save_deck([Slide("meget lang titel " * 20, a_figure())], tmp_path / "deck.pptx")
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_save_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="no charts"):
        save_deck([], tmp_path / "deck.pptx")


def test_a_dialogue_chart_is_refused_unless_that_is_asked_for(tmp_path):
    figure = a_figure()
    figure.text(0.5, 0.01, "Kun til drøftelse", gid="evalkit:dialogue", fontsize=12)
    for content in (figure, figure.axes[0], Plot(None, lambda _: figure.axes[0])):  # type: ignore[arg-type]
        with pytest.raises(EvalkitError, match="for discussion between the parties"):
            save_deck([Slide("Fundet", content)], tmp_path / "deck.pptx")
    show = Presentation(str(save_deck([Slide("Fundet", figure)], tmp_path / "deck.pptx", mode="dialogue")))
    assert any(WATERMARK["da"] in text for text in texts(show.slides[0]).values())


def test_an_unknown_mode_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="not one of report, dialogue"):
        save_deck([a_figure()], tmp_path / "deck.pptx", mode="draft")


def test_a_long_table_goes_on_over_several_slides_with_its_header(tmp_path):
    rows = tuple(
        (f"Række {n}", "en lang tekst der skal brydes over flere linjer " * 4, str(n)) for n in range(40)
    )
    grid = Grid("Fyrre rækker", ("Navn", "Tekst", "Tal"), rows, frozenset({2}))
    show = Presentation(str(save_deck([Slide("Tabel", grid)], tmp_path / "deck.pptx")))
    tables = [shape.table for slide in show.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 1
    assert show.slides[0].shapes.title.text == f"Tabel (1/{len(tables)})"
    assert all(table.cell(0, 0).text == "Navn" for table in tables)
    assert sum(len(table.rows) - 1 for table in tables) == 40
    assert all(table.first_row for table in tables)


def test_a_table_and_a_list_fit_on_their_slide(tmp_path):
    grid = Grid("Aftaler", ("Hvad", "Hvem"), (("\n", ""),) * 3)
    slide = Slide(
        "Videre", Bullets(("Hvad er jeres erfaringer?", "Kan I genkende noget af det?")), below=grid
    )
    show = Presentation(str(save_deck([slide], tmp_path / "deck.pptx")))
    (frame,) = [shape for shape in show.slides[0].shapes if shape.has_table]
    assert sum(row.height for row in frame.table.rows) + frame.top <= Pt(500)
    sizes = [int(size) for size in show.slides[0]._element.xpath(".//a:rPr/@sz")]
    assert min(sizes) >= 1100


@pytest.mark.parametrize("kind", ["pptx", "potx"])
def test_a_template_gives_size_layout_and_fields_by_name(tmp_path, kind):
    template = a_template(tmp_path / f"skabelon.{kind}", kind=kind)
    with pytest.warns(EvalkitWarning, match="text is 8.2 points"):
        path = save_deck(
            [Slide("Fundet", a_figure(), "Undertekst", "Skemaet")], tmp_path / "d.pptx", template=template
        )
    show = Presentation(str(path))
    (slide,) = show.slides
    assert (show.slide_width, show.slide_height) == (9_144_000, 6_858_000)
    assert slide.slide_layout.name == "Vores diagramside"
    assert slide.shapes.title.text == "Fundet"
    assert any(text.startswith("Kilde: Skemaet") for text in texts(slide).values())
    (group,) = [shape for shape in slide.shapes if shape.shape_type == 6]
    assert (group.left, group.top) == (Pt(30), Pt(120))
    assert group.width <= Pt(660) + 2


def test_a_template_without_our_names_uses_title_and_content(tmp_path):
    template = a_template(tmp_path / "skabelon.pptx", size=(40 / 3, 7.5), names=False)
    show = Presentation(str(save_deck({"Fundet": a_figure((9, 4))}, tmp_path / "d.pptx", template=template)))
    assert show.slides[0].slide_layout.name in (
        "Title and Content",
        "Picture with Caption",
        "Title and Vertical Text",
    )
    assert show.slides[0].shapes.title.text == "Fundet"


def test_the_template_s_colours_reach_the_charts(tmp_path):
    path = a_template(tmp_path / "skabelon.pptx")
    show = open_template(path)
    assert len(show.slides) == 0
    theme = theme_of(show)
    assert (theme.ink, theme.paper) == ("#000000", "#ffffff")
    assert theme_of(open_template(None)).ink == "#1a1a1a"


@pytest.mark.parametrize(("name", "content", "said"), [
    ("skabelon.pptx", None, "no such file"),
    ("skabelon.pptx", b"not a zip", "not a PowerPoint file"),
    ("skabelon.ppt", b"", r"'\.ppt' is not one of \.pptx, \.potx"),
])  # fmt: skip
def test_a_template_that_can_t_be_used_is_an_error(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(EvalkitError, match=said):
        save_deck([a_figure()], tmp_path / "d.pptx", template=tmp_path / name)


def test_without_python_pptx_it_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(EvalkitError, match=r"python-pptx.*\[office\]"):
        save_deck([a_figure()], tmp_path / "d.pptx")


# The two decks of the sample study


@pytest.fixture(scope="module")
def study():
    return load_study(SAMPLE)


@pytest.fixture(scope="module")
def decks(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks")
    make = {"dialogue": dialogue_deck, "report": report_deck}
    paths = {
        (kind, lang): make[kind](study, folder / f"{kind}-{lang}.pptx", lang=lang)
        for kind, lang in (("dialogue", "da"), ("report", "da"), ("report", "en"))
    }
    return {key: Presentation(str(path)) for key, path in paths.items()}, paths


def every_text(slide) -> list[str]:
    return slide._element.xpath(".//a:t/text()")


def test_the_dialogue_deck_is_six_slides_and_a_backup(decks):
    titles = [slide.shapes.title.text for slide in decks[0]["dialogue", "da"].slides]
    assert titles[0] == "Sæt jeres kryds, før I ser svarene"
    assert titles[5] == "Hvordan kommer man videre?"
    assert not any(title.startswith("Bilag") for title in titles[:6])
    assert all(title.startswith("Bilag: ") for title in titles[6:])
    assert len(titles) > 6


def test_the_room_ticks_before_it_sees_a_single_answer(decks, study):
    slide = decks[0]["dialogue", "da"].slides[0]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    labels = [table.cell(row, 1).text for row in range(1, len(table.rows))]
    assert labels == [study.framework.label(id, "da") for id in study.framework.criterion_ids]
    assert all(table.cell(row, column).text == "\u2610" for row in range(1, 11) for column in (2, 3, 4))
    assert not re.search(r"\d", " ".join(cell.text for row in table.rows for cell in row.cells))


def test_the_last_slide_of_six_asks_the_three_questions(decks):
    body = texts(decks[0]["dialogue", "da"].slides[5])
    questions = "Hvad er jeres erfaringer?\nKan I genkende noget af det?\nEr der noget der inspirerer/provokerer eller...?"
    assert questions in body.values()


def test_the_card_s_title_counts_what_the_verdicts_say(decks, study):
    from evalkit.comparing import triangulate
    from evalkit.scoring import judge_criteria, score_criteria
    from evalkit.words import texts_under  # noqa: F401

    scores = score_criteria(study)
    verdicts = judge_criteria(scores, triangulate(scores, study), framework=study.framework)
    last = verdicts[verdicts["wave"] == study.waves[-1].id]
    words = ["ingen", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"]
    fulfilled, judged = int((last["verdict"] == "fulfilled").sum()), int(last["verdict"].notna().sum())
    title = decks[0]["dialogue", "da"].slides[2].shapes.title.text
    assert f"{words[fulfilled]} af {words[judged]}" in title or f"{fulfilled} af {judged}" in title


def test_the_three_gaps_are_the_three_largest(decks, study):
    from evalkit.comparing import compare_parties
    from evalkit.scoring import score_criteria

    table = compare_parties(score_criteria(study))
    last = table[table["wave"] == study.waves[-1].id].drop_duplicates("criterion")
    widest = last.nlargest(3, "gap")["criterion"].astype(str)
    shown = " ".join(" ".join(every_text(decks[0]["dialogue", "da"].slides[3])).split())
    for criterion in study.framework.criterion_ids:
        label = study.framework.label(criterion, "da")
        assert (label in shown) == (criterion in set(widest))


def test_the_report_deck_has_eight_to_twelve_slides(decks):
    assert 8 <= len(decks[0]["report", "da"].slides) <= 12


def test_every_slide_of_the_dialogue_deck_says_who_it_is_for_and_none_of_the_report(decks):
    for (kind, lang), show in decks[0].items():
        for slide in show.slides:
            said = any(WATERMARK[lang] in text for text in every_text(slide))
            assert said == (kind == "dialogue")


def test_every_slide_has_a_title_a_number_alternative_texts_and_words_to_say(decks):
    for show in decks[0].values():
        for number, slide in enumerate(show.slides):
            assert slide.shapes.title.text
            assert slide._element.xpath(".//a:fld[@type='slidenum']")
            for shape in slide.shapes:
                if not shape.is_placeholder and not shape.has_text_frame:
                    assert len(shape._element.xpath("./*[1]/p:cNvPr/@descr")[0]) > 10
            assert number == 0 or slide.notes_slide.notes_text_frame.text


def test_no_text_is_under_eleven_points_and_nothing_leaves_the_slide(decks):
    for show in decks[0].values():
        for slide in show.slides:
            assert min(map(int, slide._element.xpath(".//a:r/a:rPr/@sz")), default=1100) >= 1100
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= WIDE
                assert shape.top + shape.height <= HIGH


def test_a_deck_speaks_one_language(decks, study):
    english = re.compile(r"\b(the|and|of|fulfilled|answers|staff|score is)\b")
    danish = re.compile(r"[æøå]|\b(og|eller|opfyldt|svar)\b", re.IGNORECASE)
    # What the parties froze, agreed and remarked stands in their own words.
    agreed = "".join((SAMPLE / name).read_text(encoding="utf-8") for name in ("scope.frozen.yml", "room.yml"))
    for slide in decks[0]["report", "da"].slides:
        assert not english.search(" ".join(every_text(slide)))
    for slide in decks[0]["report", "en"].slides:
        shown = [" ".join(box.xpath(".//a:t/text()")) for box in slide._element.xpath(".//p:sp|.//a:tc")]
        # An analyst's reason, and what was counted at a site, stand in the language they were written in.
        own = (
            "P02",
            *map(str, study.counts["behaviour"].unique()),
            *map(str, study.sessions["solution"].unique()),
        )
        kept = [text for text in shown if not any(word in text for word in own) and "Løsning" not in text]
        foreign = [word for word in " ".join(kept).split() if danish.search(word)]
        assert [word for word in foreign if word.strip(".,:;") not in agreed] == []


def test_a_party_that_hasn_t_consented_stops_the_dialogue_deck(study, tmp_path):
    from dataclasses import replace

    with pytest.raises(EvalkitError, match=r"study\.yml, key 'consent': staff hasn't consented"):
        dialogue_deck(replace(study, consent={"hrou": True}), tmp_path / "d.pptx")


@pytest.mark.office
def test_libreoffice_shows_every_slide_with_its_title(decks):
    need_office()
    show, path = decks[0]["report", "da"], decks[1]["report", "da"]
    pages: dict[int, list[str]] = {}
    for page, word, _ in words_in(rendered(path)):
        pages.setdefault(page, []).append(word)
    assert len(pages) == len(show.slides)
    for number, slide in enumerate(show.slides, start=1):
        assert set(slide.shapes.title.text.replace("&", "&amp;").split()) <= set(pages[number])


@pytest.mark.filterwarnings("ignore:.*text is")
def test_a_long_title_is_made_small_enough_for_a_template_s_field(tmp_path):
    Presentation().save(str(tmp_path / "old.pptx"))  # 4:3, titles of 44 points
    long = "Otte af ti succeskriterier er opfyldt; parterne ser forskelligt på ledelsens opbakning"
    path = save_deck(
        {long: a_figure(), "Kort": a_figure()}, tmp_path / "deck.pptx", template=tmp_path / "old.pptx"
    )
    first, second = Presentation(str(path)).slides
    title, size = first.shapes.title, first.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = -(-len(long) * 0.5 * size // (title.width / 12_700))  # half a letter height across is the least
    assert lines * size * 1.2 <= title.height / 12_700
    assert second.shapes.title.text_frame.paragraphs[0].runs[0].font.size is None


def test_a_thin_study_has_no_slide_without_a_figure_or_a_reason(tmp_path):
    """Fewer than five answered in both parties of rain_yard: no score and no reason can be shown."""
    path = report_deck(load_study(SAMPLE.with_name("rain_yard")), tmp_path / "rapport.pptx")
    titles = [slide.shapes.title.text for slide in Presentation(str(path)).slides]
    assert 8 <= len(titles) <= 12
    assert not any("forskel" in title or "ligger højt" in title for title in titles)
    assert "Vurdering og begrundelse for hvert succeskriterium" not in titles


def test_charts_that_together_give_an_answer_away_are_refused_with_the_list(tmp_path):
    def chart(*answers):
        rows = [
            ("s", "end", "a", str(at), "dialogue_1", 25.0 * (answer - 1)) for at, answer in enumerate(answers)
        ]
        columns = ["study", "wave", "party", "respondent", "item", "value"]
        scores = ek.score_criteria(pd.DataFrame(rows, columns=columns)).query(
            "criterion == 'during.dialogue'"
        )
        return ek.plot_profile(ek.protect(scores), labels={"a": "HR&OU", "s": "S"})

    before, after = chart(2, 3, 3, 4, 5), chart(2, 3, 3, 4, 5, 2)  # one more answered, and she answered 2
    save_deck({"Før": before}, tmp_path / "one.pptx")
    with pytest.raises(EvalkitError, match=r"end/a/during\.dialogue \(difference, from slide 1, slide 2\)"):
        save_deck({"Før": before, "Efter": after}, tmp_path / "two.pptx")
    assert not (tmp_path / "two.pptx").exists()


def test_a_long_list_takes_the_slides_it_needs(tmp_path):
    points = tuple(f"Punkt {n} om det, der ikke er målt i dette samarbejde endnu" for n in range(40))
    show = Presentation(str(save_deck([Slide("Ikke målt", Bullets(points))], tmp_path / "deck.pptx")))
    assert [slide.shapes.title.text for slide in show.slides] == [f"Ikke målt ({n}/3)" for n in (1, 2, 3)]
    text = " ".join(
        shape.text_frame.text for slide in show.slides for shape in slide.shapes if shape.has_text_frame
    )
    assert all(point in text for point in points)


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", [
    "care_meals", "library_youth", "one_entrance", "rain_yard", "roadworks", "waste_sorting",
])  # fmt: skip
def test_a_report_deck_has_eight_to_twelve_slides_and_no_title_twice(tmp_path, name, lang):
    path = report_deck(load_study(SAMPLE.with_name(name)), tmp_path / "rapport.pptx", lang=lang)
    titles = [slide.shapes.title.text for slide in Presentation(str(path)).slides]
    assert 8 <= len(titles) <= 12
    assert len(set(titles)) == len(titles)


def test_the_answers_shown_are_of_what_is_not_fulfilled_and_else_of_the_lowest_scores():
    results = analyse(load_study(SAMPLE.with_name("rain_yard")), lang="en", mode="dialogue")
    few = deck_slides.items_behind(results)
    assert few is not None
    assert few.subtitle == "The answers behind what was not judged fulfilled: “Organisational learning”"
    every = replace(results, verdicts=results.verdicts.assign(verdict="fulfilled"))
    shown = deck_slides.items_behind(every)
    assert shown is not None
    assert shown.subtitle.startswith("The answers behind the lowest scores: ")
    assert shown.subtitle.count("“") == 3


def test_a_table_that_takes_a_slide_of_its_own_has_its_own_title(tmp_path):
    path = dialogue_deck(load_study(SAMPLE.with_name("waste_sorting")), tmp_path / "d.pptx")
    titles = [slide.shapes.title.text for slide in Presentation(str(path)).slides]
    assert "Bilag: Tal først om »Gensidig respekt faglighed«" in titles
    assert not [title for title in titles if title.endswith("(2/2)")]


def test_where_no_gap_can_be_shown_the_scores_stand_in_its_place(tmp_path):
    """Fewer than five secretaries answered in one_entrance: every gap would tell something of them."""
    study = load_study(SAMPLE.with_name("one_entrance"))
    path = report_deck(study, tmp_path / "rapport.pptx", lang="en")
    titles = [slide.shapes.title.text for slide in Presentation(str(path)).slides]
    assert "in the low (1/2)" in titles[4]
    assert not any("gap" in title for title in titles)
