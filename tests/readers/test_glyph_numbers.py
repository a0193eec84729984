"""Numbers of glyphs are told from language, in every script, and from tables of numbers."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from chatbot.errors import UnreadableSource
from chatbot.library.readers.glyph_numbers import is_text
from tests.readers.test_pdf import HEADLINE, PARAGRAPHS, pdf, read

ENGLISH = " ".join(PARAGRAPHS)
SCRIPTS = {
    "capitals": ENGLISH.upper(),
    "Czech": "Řeka v úterý stoupla o dva metry, uvedli úředníci, a tři silnice v údolí byly uzavřeny pro dopravu.",
    "Vietnamese": "Nước sông dâng cao hai mét vào thứ Ba, các quan chức cho biết, và ba con đường đã bị đóng cửa.",
    "Russian": "Река поднялась во вторник на два метра, сообщили власти, и три дороги в долине были закрыты.",
    "Greek": "Το ποτάμι ανέβηκε δύο μέτρα την Τρίτη, δήλωσαν αξιωματούχοι, και τρεις δρόμοι έκλεισαν.",
    "Arabic": "ارتفع منسوب النهر مترين يوم الثلاثاء وأغلقت ثلاث طرق في الوادي أمام حركة المرور حتى إشعار آخر",
    "Arabic forms": "ﺍﺭﺗﻔﻊ ﻣﻨﺴﻮﺏ ﺍﻟﻨﻬﺮ ﻣﺘﺮﻳﻦ ﻳﻮﻡ ﺍﻟﺜﻼﺛﺎﺀ ﻭﺃﻏﻠﻘﺖ ﺛﻼﺙ ﻃﺮﻕ ﻓﻲ ﺍﻟﻮﺍﺩﻱ",
    "Hebrew": "הנהר עלה בשני מטרים ביום שלישי אמרו גורמים רשמיים ושלושה כבישים בעמק נסגרו לתנועה",
    "Hindi": "मंगलवार को नदी दो मीटर बढ़ गई अधिकारियों ने कहा और घाटी की तीन सड़कें बंद कर दी गईं",
    "Tamil": "செவ்வாய்க்கிழமை ஆறு இரண்டு மீட்டர் உயர்ந்தது என்று அதிகாரிகள் தெரிவித்தனர்",
    "Thai": "แม่น้ำเพิ่มขึ้นสองเมตรในวันอังคาร เจ้าหน้าที่กล่าว และถนนสามสายในหุบเขาถูกปิดการจราจร",
    "Chinese": "河水在星期二上涨了两米，官员说，山谷里的三条道路已经关闭。消防队说没有人受伤。",
    "Japanese": "火曜日に川は二メートル上昇し、谷の三つの道路は追って通知があるまで通行止めになった。",
    "Korean": "화요일에 강물이 2미터 상승했다고 당국자들은 말했으며 계곡의 도로 3개가 폐쇄되었습니다",
    "results": "1. Müller, Anna (GER) 54:12.3 +0:00.0 2. Šimková, J. (CZE) 54:40.1 +0:27.8",
    "prices": "AAPL 182.31 ▲1.2% MSFT 402.11 ▼0.4% TSLA 171.05 ▲3.3% NVDA 880.08 ▼2.1% (Q3: $1,204,000)",
    "numbers": "74498 23448 26487 32788 48445 38407 39441 10023",
    "formulas": "f(x) = ax² + bx + c, x ∈ ℝ, ∑ᵢ αᵢxᵢ ≤ β, ∫₀¹ g(t) dt → ∞ [1, 2] (a + b)/(c − d)",
    "program": 'if (x != y) { a[i] += 1; } else { b[j] = f(x, y)->z; } printf("%d", a[i]);',
    "names": "Beijing Shanghai Guangzhou Shenzhen Hangzhou Nanjing Chongqing Xiamen Zhengzhou",
    "leaders": "Introduction ........................ 3 The river ........................ 12",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_language_numbers_and_signs_are_text(name: str) -> None:
    assert is_text(SCRIPTS[name] * 8)


def numbered(text: str, first: int) -> str:
    """Each character but the space as the next number at its first use, as fonts of a document number their glyphs."""
    known: dict[str, str] = {}
    return "".join(letter if letter == " " else known.setdefault(letter, chr(first + len(known))) for letter in text)


def shifted(text: str, by: int) -> str:
    return "".join(letter if letter == " " else chr(max(1, ord(letter) - by)) for letter in text)


def scattered(text: str) -> str:
    """Glyphs of a large font, whose numbers are all over the characters."""
    places = random.Random(4)
    known: dict[str, str] = {}
    return "".join(known.setdefault(letter, chr(places.randint(100, 28_000))) for letter in text)


@pytest.mark.parametrize(
    "text",
    [
        numbered(ENGLISH, 1),
        numbered(ENGLISH, 33),
        numbered(ENGLISH, 0xE000),
        numbered(ENGLISH.lower(), 97),
        shifted(ENGLISH, 29),
        shifted(ENGLISH, 31),
        shifted(SCRIPTS["Russian"] * 5, 29 * 32),
        scattered(SCRIPTS["Chinese"] * 3),
        "\N{REPLACEMENT CHARACTER}" * 80,
    ],
    ids="1 33 private letters down29 down31 russian scattered unknown".split(),
)
def test_numbers_of_glyphs_are_no_text(text: str) -> None:
    assert not is_text(text)


FONTS = Path(font_source_sans_pro.__file__).parent / "files"


def without_character_maps(data: bytes, *names: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            if font.get_object()["/BaseFont"].endswith(names):
                font.get_object().pop("/ToUnicode")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def written(document: FPDF) -> None:
    document.add_page()
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "It")):
        document.add_font("Source", style, str(FONTS / f"SourceSansPro-{name}.otf"))
    document.set_font("Source", "B", 16)
    document.multi_cell(0, 8, HEADLINE, new_x="LMARGIN", new_y="NEXT")
    document.set_font("Source", "", 11)
    for text in PARAGRAPHS * 2:
        document.multi_cell(0, 6, text, align="L", new_x="LMARGIN", new_y="NEXT")
        document.ln(4)
    document.set_font("Source", "I", 11)
    document.multi_cell(0, 6, PARAGRAPHS[1])


def test_a_font_without_a_character_map_is_refused_with_the_remedy() -> None:
    for names in (("Pro", "Bold", "Italic"), ("Pro",), ("Italic",)):
        with pytest.raises(UnreadableSource, match="numbers of glyphs") as caught:
            read(without_character_maps(pdf(written), *names))
        assert "OCR" in caught.value.remedy


def test_ornaments_without_a_character_map_are_left_out() -> None:
    """A headline of 21 letters among a thousand."""
    text = read(without_character_maps(pdf(written), "Bold")).text
    assert text.startswith(PARAGRAPHS[0])
    assert is_text(text)


def test_characters_are_read_from_fonts_with_a_map() -> None:
    data = pdf(written)
    assert PdfReader(BytesIO(data)).pages[0].extract_text()
    assert read(data).text.split("\n\n")[:2] == [HEADLINE, PARAGRAPHS[0]]
