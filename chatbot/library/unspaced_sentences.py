"""Where sentences end in Chinese, Japanese, Thai, Khmer and their like, where no space stands behind a full stop.

Thai and Lao have no full stop at all: a space parts phrases, and only some of the phrases are sentences. What is long
enough on both sides and does not begin with a conjunction is taken for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

_LONGEST_QUOTATION = 300
"""Characters; full stops within a shorter quotation or bracket end no sentence, so that the speaker stays with it."""
_CLOSING = "\"'”’」』）〉》】)\\]"
_END = re.compile(rf"(?:[。！？｡]+|[។៕။])[{_CLOSING}]*")
_QUOTED = re.compile(
    "|".join(rf"{one}[^{one}{other}]{{0,{_LONGEST_QUOTATION}}}{other}" for one, other in ("「」", "『』", "“”", "（）"))
)
_GOES_ON = re.compile(
    "(?:と|って|という|などと|との|だと|は|が|を|に|の|も|で)"  # 「…。」と話した
    "|(?:이?라고|이?라며|이?라는|이?란|하고|고|며)"  # “….”라고 말했다
    "|[\u3400-\u9fff]{1,8}(?:说|說|道|表示|问|問|称|稱)[。，：]"  # “……。”林若梅说。
)
_QUOTATION_ENDS = re.compile("[.!?。！？…][\"'”’」』]+$")

_LETTER = "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf]"
_PHRASE = re.compile(r"\S+")
_LETTERS = re.compile(_LETTER)
_ENDS_WHOLE = re.compile(rf"{_LETTER}|[”\"')\]]")
LEAST_BEFORE, LEAST_BEHIND = 30, 9
"""Letters of a Thai sentence, and of the phrase that begins the next one: shorter ones are names or items of a list."""
_CONJUNCTION = re.compile(
    "(?:และ|แต่|หรือ|เพื่อ|โดย|ซึ่ง|ที่|ว่า|เพราะ|เนื่องจาก|ทำให้|จึง|รวม|กับ|จาก|ใน|ของ|ให้|ได้แก่|เช่น|จน|หลัง|ก่อน|เมื่อ|ตั้งแต่|ด้วย|คือ|"
    "ແລະ|ແຕ່|ຫຼື|ເພື່ອ|ໂດຍ|ຊຶ່ງ|ທີ່|ວ່າ|ເພາະ|ເຮັດໃຫ້|ຈຶ່ງ|ກັບ|ຈາກ|ໃນ|ຂອງ)"
)
_OPEN = re.compile("(?:ว่า|และ|หรือ|คือ|เช่น|ได้แก่|ของ|ที่|โดย|กับ|นาย|นาง|นางสาว|ວ່າ|ແລະ|ຂອງ|ທີ່)$")


def ends_without_space(text: str) -> Iterator[int]:
    """Where sentences end that no space need follow, behind quotation marks, and where a Thai one seems to end."""
    if text.isascii():
        return
    quoted = [(0, 0), *(match.span() for match in _QUOTED.finditer(text))]
    for match in _END.finditer(text):
        _, quotation_end = quoted[bisect_left(quoted, (match.end(),)) - 1]
        if match.end() >= quotation_end:
            yield match.end()
    yield from _ends_of_phrases(text)


def goes_on_behind_quotation(before: str, after: str) -> bool:
    """Whether a sentence goes on behind the quotation that ends `before`: with who said it, or with a particle."""
    return _QUOTATION_ENDS.search(before) is not None and _GOES_ON.match(after) is not None


def _ends_of_phrases(text: str) -> Iterator[int]:
    if not _LETTERS.search(text):
        return
    letters, before = 0, ""
    for phrase in _PHRASE.finditer(text):
        word = phrase.group()
        own = len(_LETTERS.findall(word))
        begins = own >= LEAST_BEHIND and _LETTERS.match(word) and not _CONJUNCTION.match(word)
        is_whole = _LETTERS.search(before) and _ENDS_WHOLE.match(before[-1:])
        if letters >= LEAST_BEFORE and begins and is_whole and not _OPEN.search(before):
            yield phrase.start()
            letters = 0
        letters, before = letters + own, word
