"""Words on slides are written as they are, whatever signs they hold, and no two parts of a deck share a name."""

import zipfile
from io import BytesIO

from pptx import Presentation
from pptx.util import Pt

from metrics.export.pptx import runs, template, text
from metrics.export.pptx.runs import Run
from metrics.export.pptx.template import SUBTITLE


def test_words_are_read_back_as_they_were_written() -> None:
    made = text.add_slide(template.empty(), "Words")
    frame = text.placeholder(made, SUBTITLE).text_frame
    runs.fill(frame, [[Run("R&D <b> ", 12, True, "#B3261E"), Run("9 %")], [Run("a\x07b")]], after=4.5)
    first, second = frame.paragraphs
    assert [run.text for run in first.runs] == ["R&D <b> ", "9 %"]
    assert (first.runs[0].font.size, first.runs[0].font.bold, first.space_after) == (Pt(12), True, Pt(4.5))
    assert (first.runs[1].font.size, first.runs[1].font.bold) == (None, None)
    assert second.text == "a_x0007_b"


def test_parts_of_a_deck_are_counted_from_one() -> None:
    deck = template.empty()
    for _ in range(3):
        text.write_notes(text.add_slide(deck, "Words"), ["Told", "aloud"])
    file = BytesIO()
    deck.save(file)
    with zipfile.ZipFile(file) as parts:
        names = parts.namelist()
    assert len(names) == len({*names})
    assert sum(name.startswith("ppt/notesSlides/notesSlide") for name in names) == 3
    assert "ppt/theme/theme2.xml" in names
    told = [slide.notes_slide.notes_text_frame.text for slide in Presentation(file).slides]
    assert told == ["Told\naloud"] * 3
