"""Tables on slides, where two of them share one."""

from pptx import Presentation

from evalkit.export.deck import Slide, save_deck
from evalkit.export.story import Grid


def test_two_tables_on_a_slide_have_air_a_caption_and_one_size_between_them(tmp_path):
    first = Grid("Vurderinger", ("Kriterium", "Beregnet"), (("Handling", "opfyldt"),) * 3)
    second = Grid("Aftalte handlinger", ("Hvad", "Senest"), (("Vis filmen", "12. december"),) * 4)
    path = save_deck([Slide("To tabeller", first, below=second)], tmp_path / "deck.pptx")
    slide = Presentation(str(path)).slides[0]
    upper, lower = (shape for shape in slide.shapes if shape.has_table)
    assert lower.top - (upper.top + upper.height) >= 20 * 12_700
    caption = next(
        shape for shape in slide.shapes if shape.has_text_frame and shape.text == "Aftalte handlinger"
    )
    assert upper.top + upper.height <= caption.top
    assert caption.top + caption.height <= lower.top
    sizes = {size for shape in (upper, lower) for size in shape._element.xpath(".//a:rPr/@sz")}
    assert len(sizes) == 1
