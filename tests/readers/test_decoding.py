"""Bytes to characters: what a source declares, what it looks like, and what is a little broken."""

from __future__ import annotations

import pytest

from chatbot.errors import UnreadableSource
from chatbot.library.readers import read_bytes
from chatbot.library.readers.charsets import codec_of
from chatbot.library.readers.decoding import decode

RUSSIAN = "Река поднялась на два метра, сообщили во вторник власти долины. " * 3
GERMAN = "Der Bürgermeister sagte: „Die Brücke über den Fluss bleibt für größere Züge gesperrt.“ " * 3
JAPANESE = "川は火曜日に二メートル上昇したと当局は述べた。"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("ISO-8859-9", "cp1254", "Belediye “köprü” için ışık istedi — dedi."),
        ("latin5", "cp1254", "Şehir “kapalı” dedi, ağaçlar ığdır."),
        ("ISO_8859-1:1987", "cp1252", "“It’s higher”, he said – café."),
        (" Latin1 ", "cp1252", "“It’s higher”, he said – café."),
        ("latin-1", "cp1252", "“It’s higher”, he said – café."),
        ("x-user-defined", "cp1252", "“It’s higher”, he said – café."),
        ("tis-620", "cp874", "แม่น้ำ “สูง” ขึ้นสองเมตร"),
        ("gb2312", "gbk", "周二河水上涨了两米，朱镕基表示。"),
        ("GBK", "gb18030", "周二河水上涨了两米，㐂表示。"),
        ("big5", "big5hkscs", "週二河水上漲了兩米，當局表示。嘅"),
        ("ks_c_5601-1987", "cp949", "강물이 똠방각하 화요일에 올랐다고 당국이 밝혔다."),
        ("euc-kr", "cp949", "강물이 펲시 화요일에 올랐다고 당국이 밝혔다."),
        ("x-sjis", "cp932", "川は①火曜日に二メートル上昇したと髙橋は述べた。"),
        ("Shift_JIS", "cp932", "川は①火曜日に二メートル上昇したと髙橋は述べた。"),
        ("x-euc-jp", "euc_jp", JAPANESE),
        ("koi8-u", "koi8_u", "Річка піднялася на два метри, їхні ґави."),
        ("koi8", "koi8_r", "Река поднялась на два метра."),
        ("x-mac-cyrillic", "mac_cyrillic", "Река поднялась на два метра."),
        ("logical", "iso8859_8", "הנהר עלה בשני מטרים ביום שלישי."),
        ("cp437", "cp437", "Der Bürgermeister erklärte, die Brücke bleibt gesperrt."),
        ("utf-16", "utf-16-le", "Der Bürgermeister erklärte es."),
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("csISO2022KR", "iso2022_kr", "강물이 화요일에 올랐다."),
        ("hz-gb-2312", "hz", "周二河水上涨了两米。"),
    ],
)
def test_declarations_mean_what_browsers_read(label: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), "/a.txt", label) == text


@pytest.mark.parametrize(
    ("iso", "windows", "text"),
    [
        ("iso-8859-2", "cp1250", "„Rzeka podniosła się o dwa metry” – Święta źle."),
        ("iso-8859-7", "cp1253", "Ο ποταμός “ανέβηκε” δύο μέτρα την Τρίτη…"),
        ("iso-8859-15", "cp1252", "“It’s higher”, he said – café."),
        ("iso-8859-13", "cp1257", "„Upė“ antradienį pakilo dviem metrais – pranešė."),
    ],
)
def test_quotation_marks_of_windows_under_the_name_of_an_iso_set(iso: str, windows: str, text: str) -> None:
    assert decode(text.encode(windows), "/a.txt", iso) == text


@pytest.mark.parametrize("declared", ["ISO-8859-1", "us-ascii", "shift_jis", "klingon", "utf-7", "", "utf-8", "hex"])
def test_a_wrong_or_unknown_declaration_gives_way_to_detection(declared: str) -> None:
    assert decode(RUSSIAN.encode("cp1251"), "/a.txt", declared) == RUSSIAN


def test_what_the_page_declares_is_read_where_the_server_is_wrong() -> None:
    text = "Река поднялась."
    assert decode(text.encode("koi8-r"), "/a.html", "ISO-8859-1", "koi8-r") == text
    assert decode(text.encode("koi8-r"), "/a.html", "nonsense", "koi8-r") == text


@pytest.mark.parametrize(
    "label", ["utf-7", "punycode", "unicode_escape", "raw_unicode_escape", "hex", "rot13", "\0", ""]
)
def test_no_page_chooses_a_codec_that_finds_other_words_in_its_bytes(label: str) -> None:
    assert codec_of(label) == ""


def test_japanese_mail_is_no_ascii_even_where_nothing_is_declared() -> None:
    assert decode(JAPANESE.encode("iso2022_jp"), "/a.txt") == JAPANESE
    colours = "The \x1b[31mriver\x1b[0m rose."
    assert decode(colours.encode(), "/a.txt", "iso-2022-jp-x") == colours


def test_utf8_is_believed_although_a_few_bytes_are_broken() -> None:
    data = GERMAN.encode()
    assert decode(data + "ü".encode()[:1], "/a.txt") == GERMAN + "\N{REPLACEMENT CHARACTER}"
    assert decode(data + b" \xff " + data, "/a.txt", "latin1") == f"{GERMAN} \N{REPLACEMENT CHARACTER} {GERMAN}"


def test_a_declaration_is_believed_although_a_few_bytes_are_broken() -> None:
    text = "周二河水上涨了两米，当局表示。" * 5
    assert decode(text.encode("gbk") + b"\xff.", "/a.txt", "gb2312") == text + "\N{REPLACEMENT CHARACTER}."


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="KOI8-R"?>',
        "<meta http-equiv='Content-Type' content='text/html; charset = koi8-r'>",
    ],
)
def test_pages_declare_in_xml_and_in_meta_elements(head: str) -> None:
    page = f"{head}<html><head><title>T</title></head><body><article><p>{RUSSIAN * 2}</p></article></body></html>"
    assert RUSSIAN.strip() in read_bytes(page.encode("koi8-r"), "/a.xhtml", ".xhtml").documents[0].text


@pytest.mark.parametrize("declared", ["latin1", "gb2312", "utf-16", ""])
def test_binary_data_is_no_text_whatever_is_declared(declared: str) -> None:
    with pytest.raises(UnreadableSource):
        decode(bytes(range(1, 256)) * 20, "/a.txt", declared)
