"""Which East Asian language a text is in: its typefaces draw one code point of Han each in its own way."""

from __future__ import annotations

import unicodedata


def east_asian_language(text: str) -> str:
    """`ja-JP`, `ko-KR`, `zh-TW` or `zh-CN`; empty for a text without East Asian letters.

    Kana tell Japanese, Hangul Korean. Of Han alone the old character sets tell: what GB 2312 lacks and Big5 has is
    written in traditional characters.
    """
    names = [unicodedata.name(char, "").partition(" ")[0] for char in text if ord(char) >= 0x1100]
    kana, hangul = names.count("HIRAGANA") + names.count("KATAKANA"), names.count("HANGUL")
    if kana or hangul:
        return "ja-JP" if kana >= hangul else "ko-KR"
    han = [char for char in text if unicodedata.name(char, "").startswith("CJK")]
    if not han:
        return ""
    return "zh-TW" if sum(map(_is_traditional, han)) > sum(map(_is_simplified, han)) else "zh-CN"


def _is_traditional(char: str) -> bool:
    return _has("big5", char) and not _has("gb2312", char)


def _is_simplified(char: str) -> bool:
    return _has("gb2312", char) and not _has("big5", char)


def _has(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
