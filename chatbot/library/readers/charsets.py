"""What sources call their encodings, and which codec reads it.

The labels are those of the WHATWG's Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels), because
pages are written for browsers: what calls itself ISO-8859-9 is Windows' Turkish set, quotation marks included. Three
answers differ from a browser's. `x-user-defined` is windows-1252 wherever it is declared, because private-use
characters are no text. The sets that browsers refuse to run scripts from (ISO-2022-KR, HZ) are read, because nothing
runs here. Supersets stand in where Python's codec of the same name knows less than browsers do.
"""

from __future__ import annotations

import codecs
import re

_LABELS_OF_CODECS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
    "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
    "iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csiso88598i csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-8859-8-i iso-ir-138 "
    "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 logical visual",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
    "windows-1254 x-cp1254",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb18030 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso2022_jp_ext": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949",
    "iso2022_kr": "csiso2022kr iso-2022-kr",
    "hz": "hz-gb-2312",
    "utf-16-be": "unicodefffe utf-16be",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
}
_CODECS = {label: codec for codec, labels in _LABELS_OF_CODECS.items() for label in labels.split()}
_OLD_PLATFORMS = ("cp", "mac-")
"""Beginnings of the codecs of DOS and old Macs, which the standard leaves out and old files are in."""

WINDOWS_OF_ISO = {
    "iso8859-2": "cp1250",
    "iso8859-4": "cp1257",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
}
"""Windows' sets of the same alphabets: what they hold where the ISO's have control characters are quotation marks."""
ESCAPED = frozenset({"iso2022_jp_ext", "iso2022_kr", "hz"})
"""Codecs whose bytes are all ASCII, and so valid UTF-8 of another text."""
WIDE = frozenset({"utf-16-be", "utf-16-le"})
"""Codecs whose texts hold NUL bytes."""

_IN_MARKUP = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})"
    rb"|<meta\b[^>]{0,500}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096
"""Browsers look at 1,024 bytes; scripts before the declaration have become longer."""


def codec_of(label: str) -> str:
    """The name of the Python codec for what a source calls its encoding, or empty when nothing is known by it."""
    name = label.strip().strip("\"'").lower()
    known = _CODECS.get(name)
    if known:
        return known
    try:
        # Python's own spellings, "latin-1" or "utf_8", lead to a codec of the table. Any other codec is refused: a
        # page must not choose one that finds other words in its bytes than every other reader (UTF-7, Punycode).
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    plain = codec.replace("_", "-")
    return _CODECS.get(plain, codec if plain.startswith(_OLD_PLATFORMS) else "")


def declared_in_markup(data: bytes) -> str:
    """What an XML declaration or a meta element at the beginning of a page calls its encoding, or empty."""
    found = _IN_MARKUP.search(data[:_DECLARED_WITHIN])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""
