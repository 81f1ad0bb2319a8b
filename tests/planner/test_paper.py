import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from planner.kit.paper import (
    Document,
    Drawing,
    Entry,
    Section,
    Sheet,
    Table,
    print_document,
    print_drawing,
)

pytestmark = pytest.mark.once

MM = 72 / 25.4
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">{}</svg>'


def _read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in _read(pdf).pages)


def test_minutes_are_set_with_every_word_of_them():
    with translation.override("ja"):
        pdf = print_document(
            Document(
                "ロードマップレビュー",
                about="2026年5月28日",
                voice="どのサービスも、自分で出せる。",
                pairs=(("参加者", "森遥、Ren Abe"),),
                sections=(
                    Section("決定", entries=(Entry("移行を延期します。", about="森遥さん"),)),
                    Section("数", table=Table(("原因", "人日"), (("証明書", "3.0"),), (1,))),
                ),
                foot="基盤チーム",
            )
        )
    for words in (
        "ロードマップレビュー",
        "自分で出せる",
        "森遥、Ren Abe",
        "証明書",
        "基盤チーム",
        "1 / 1",
    ):
        assert words in _text(pdf)
    assert _read(pdf).root_object["/Lang"] == "ja"


def test_fonts_are_embedded():
    page = _read(print_document(Document("決定", voice="決定"))).pages[0]
    fonts = [font["/DescendantFonts"][0] for font in page["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {
        "NotoSansJP-Regular",
        "NotoSerifJP-Regular",
    }
    assert all("/FontFile3" in font["/FontDescriptor"] for font in fonts)


@pytest.mark.parametrize("is_voice", [True, False])
def test_what_the_team_named_is_set_in_serif(is_voice):
    pdf = print_document(Document("t", sections=(Section("Boring nodes", voice=is_voice),)))
    fonts = _read(pdf).pages[0]["/Resources"]["/Font"].values()
    names = {font["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts}
    assert ("NotoSerifJP" in names) is is_voice


def test_words_are_never_run():
    said = '#panic("x") $x$ *bold* #read("/base.html") ![](x) "'
    text = _text(print_document(Document(said, sections=(Section("s", entries=(Entry(said),)),))))
    assert text.count(said) == 2


def test_long_minutes_go_on_with_the_head_of_their_table():
    rows = tuple((f"cause {at}", "1.0") for at in range(120))
    pdf = print_document(Document("t", sections=(Section("s", table=Table(("Cause", "d"), rows)),)))
    pages = [page.extract_text() for page in _read(pdf).pages]
    assert len(pages) > 2
    assert all("Cause" in page for page in pages)
    assert "cause 119" in pages[-1]


@pytest.mark.parametrize(
    ("sheet", "width", "height"),
    [(None, 297, 210), (Sheet("a3", landscape=True), 420, 297), (Sheet("a3"), 297, 420)],
)
def test_drawing_is_on_one_sheet_with_its_text(sheet, width, height):
    svg = SVG.format('<text y="50" font-family="Noto Sans JP">時の流れ</text>')
    pdf = print_drawing(Drawing("Roadmap", svg, alt="Three years", voice="Anybody ships."), sheet)
    (page,) = _read(pdf).pages
    assert page.mediabox.width == pytest.approx(width * MM, abs=0.1)
    assert page.mediabox.height == pytest.approx(height * MM, abs=0.1)
    assert "時の流れ" in page.extract_text()
