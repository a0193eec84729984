"""How languages write numbers: which mark stands before the decimals, and the words for thousands and millions."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

POINT_LANGUAGES = frozenset("en zh ja ko th he hi bn ta te mr ur sw ms mt cy ga tl ar".split())
"""Languages that write a point before decimals; "1,250" groups in them."""
COMMA_LANGUAGES = frozenset(
    (
        "de es fr it pt nl pl sv da no nb nn fi cs sk sl hr sr bs hu ro tr el ru uk be bg mk id vi ca gl eu et lv lt "
        "is sq az kk ka hy"
    ).split()
)
"""Languages that write a comma before decimals; "1.250" groups in them."""
DIVIDED_LANGUAGES = frozenset({"es", "ar"})
"""Languages whose countries differ: in Mexico "1,250" is what "1.250" is in Spain."""
SPACED_LANGUAGES = frozenset("fr sv no nb nn fi pl cs sk ru uk be bg hu et lv lt es pt de sq ka hy kk az".split())
"""Languages in which one space groups digits, "12 340"; in the others it is likelier that two numbers stand there."""

_WORDS = {
    "": """
        3 tsd thousand, 5 lakh lakhs लाख, 7 crore crores करोड़, 6 mio mln millionen millones millón milhão milhões
        milioni milione miljoen miljoner miljon milioner millioner milionów miliony milyon miljoonaa miljoona triệu
        million millions, 9 mrd mld milliarde milliarden milliard milliards milliárd miliardi miliardo miljard
        miljarder milliarder miliardów miliardy miliard miliarde milyar miljardia miljardi
        """,
    "de": "3 tausend, 12 bio billion billionen",
    "fr": "3 mille milliers, 9 md mds, 12 billion billions",
    "es": "3 mil, 9 mil_millones, 12 billón billones",
    "pt": "3 mil, 6 mi, 9 mil_milhões bi bilhão bilhões, 12 tri trilhão trilhões",
    "it": "3 mila mille, 12 bilioni bilione",
    "nl": "3 duizend, 6 mln, 9 mld, 12 biljoen",
    "sv": "3 tusen, 6 mn milj, 12 biljon biljoner",
    "da": "3 tusind, 9 mia, 12 billion billioner",
    "no": "3 tusen, 12 billion billioner",
    "fi": "3 tuhatta tuhat, 6 milj",
    "pl": "3 tys tysiąc tysiące tysięcy, 6 milion, 12 bln bilion biliony bilionów",
    "cs": "3 tis tisíc tisíce, 6 mil milion miliony milionů milionu, 9 miliardu miliardy, 12 bilion bilionů",
    "sk": "3 tis tisíc, 6 mil milión milióny miliónov, 9 miliardu miliardy miliárd, 12 bilión biliónov",
    "hu": "3 ezer, 6 millió, 12 billió",
    "ro": "3 mii mie, 6 mil milioane milion, 9 miliarde miliard",
    "tr": "3 bin, 12 trilyon",
    "el": "3 χιλιάδες χιλ, 6 εκατ εκατομμύρια εκατομμύριο, 9 δισ δισεκατομμύρια, 12 τρισ",
    "ru": "3 тыс тысяч тысячи, 6 млн миллион миллиона миллионов, 9 млрд миллиард миллиарда миллиардов, 12 трлн",
    "uk": "3 тис тисяч тисячі, 6 млн мільйон мільйона мільйонів, 9 млрд мільярд мільярда мільярдів, 12 трлн",
    "bg": "3 хил хиляди, 6 млн милиона, 9 млрд милиарда",
    "id": "3 ribu, 6 juta, 9 miliar, 12 triliun",
    "vi": "3 nghìn ngàn, 6 triệu, 9 tỷ tỉ",
    "hi": "3 हज़ार हजार, 9 अरब",
    "ar": "3 ألف آلاف, 6 مليون ملايين, 9 مليار مليارات",
    "fa": "3 هزار, 6 میلیون, 9 میلیارد",
    "zh": "3 千, 4 万 萬, 8 亿 億, 12 兆",
    "ja": "3 千, 4 万, 8 億, 12 兆",
    "ko": "3 천, 4 만, 8 억, 12 조",
    "th": "3 พัน, 4 หมื่น, 5 แสน, 6 ล้าน",
}  # fmt: skip
_SAME_AS = {"nb": "no", "nn": "no", "ca": "es", "gl": "es", "be": "ru", "hr": "cs", "sr": "cs", "sl": "cs", "ur": "hi"}
STACKED_LANGUAGES = frozenset({"zh", "ja", "ko"})
"""Languages in which several such words make one number: 1億2000万 is 120,000,000."""


@lru_cache(maxsize=64)
def scales_of(language: str) -> dict[str, int]:
    """The powers of ten that words behind digits stand for, by the word in small letters.

    Args:
        language: ISO 639-1 code; empty: what is the same in all languages that have the word.
    """
    listed = f"{_WORDS['']},{_WORDS.get(_SAME_AS.get(language, language), '') if language else ''}"
    found: dict[str, int] = {}
    for group in listed.split(","):
        power, *words = group.split() or ["0"]
        found |= {unicodedata.normalize("NFC", word).replace("_", " "): int(power) for word in words}
    return found
