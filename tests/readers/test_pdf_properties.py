"""What a PDF says about itself is read where it can be, and never costs the text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatbot.records import Metadata
from tests.readers.test_pdf import read

NINE = datetime(2025, 3, 18, 9, 30, 5, tzinfo=UTC)
SENTENCE = "The river rose by two metres on Tuesday, officials said."


def stating(information: bytes, *, catalog: bytes = b"", packet: bytes = b"") -> Metadata:
    """The metadata of a document whose dictionary of properties, catalog and XMP packet hold this."""
    content = b"BT /F1 10 Tf 50 700 Td (%s) Tj ET" % SENTENCE.encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R %s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        information,
        b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(packet), packet),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 8\n0000000000 65535 f \n%strailer<</Size 8/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF"
    document = read(body + end % (table, len(body)))
    assert document.text == SENTENCE
    return document.metadata


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("D:20250318093005Z'", NINE),
        ("D:20250318093005Z", NINE),
        ("D:20250318093005Z00'00'", NINE),
        ("D:20250318093005+00'00", NINE),
        ("D:20250318113005+02'00'", NINE),
        ("D:20250318113005+0200", NINE),
        ("D:20250318113005+02:00", NINE),
        ("D:20250318040005-05'30'", NINE),
        ("D:20250318093005", NINE),
        ("20250318093005", NINE),
        ("D:20250318093005-", NINE),
        ("D:20250318093005+99'99'", NINE),
        ("D:20250318093005 GMT", NINE),
        ("D:202503180930", NINE.replace(second=0)),
        ("D:20250318", datetime(2025, 3, 18, tzinfo=UTC)),
        ("D:2025", datetime(2025, 1, 1, tzinfo=UTC)),
        ("2025-03-18T09:30:05Z", NINE),
        ("Tue, 18 Mar 2025 09:30:05 +0000", NINE),
        ("D:20251341", None),
        ("D:00000000000000", None),
        ("D:99991231235959-12'00'", None),
        ("yesterday", None),
        ("D:", None),
        ("", None),
        ("D:" + "2" * 100_000, None),
    ],
)
def test_dates(date: str, moment: datetime | None) -> None:
    assert stating(b"<</CreationDate(%s)>>" % date.encode()).published == moment


def test_the_zone_of_a_date_is_kept() -> None:
    published = stating(b"<</CreationDate(D:20250318113005+02'00')>>").published
    assert published is not None
    assert published.tzinfo == timezone(timedelta(hours=2))


def test_all_properties() -> None:
    metadata = stating(
        b"<</Title(The river in March)/Author(Ann Lee; Kim Ode)/CreationDate(D:2025)/ModDate(D:2026)>>",
        catalog=b"/Lang(en-GB)",
    )
    assert (metadata.title, metadata.authors, metadata.language) == ("The river in March", ("Ann Lee", "Kim Ode"), "en")
    assert metadata.updated == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [b"7", b"[1 2]", b"<</A 1>>", b"null", b"true", b"9 0 R", b"<FEFFD800>", b"(\\377\\376\\000)"]
)
@pytest.mark.parametrize("name", [b"Title", b"Author", b"CreationDate", b"ModDate"])
def test_properties_that_are_no_text_count_as_not_stated(name: bytes, value: bytes) -> None:
    metadata = stating(b"<</%s %s>>" % (name, value), catalog=b"/Lang " + value)
    assert (metadata.published, metadata.language) == (None, "")


@pytest.mark.parametrize("information", [b"7", b"[]", b"null", b"(none)", b"<</Title", b"6 0 R"])
def test_properties_that_are_no_dictionary(information: bytes) -> None:
    assert stating(information).authors == ()


PACKET = b"""<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">The river in March</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ann Lee</rdf:li><rdf:li>Kim Ode</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def test_a_document_that_states_all_in_its_packet() -> None:
    metadata = stating(b"<<>>", packet=PACKET % b"2025-03-18T09:30:05Z")
    assert (metadata.title, metadata.authors, metadata.language) == ("The river in March", ("Ann Lee", "Kim Ode"), "en")
    assert metadata.published == NINE


def test_a_damaged_packet() -> None:
    assert stating(b"<<>>", packet=PACKET % b"the ides of March").published is None
    assert stating(b"<<>>", packet=PACKET.replace(b"</rdf:RDF>", b"") % b"2025").authors == ()
    assert stating(b"<</Author(Ann Lee)>>", packet=b"no packet at all").authors == ("Ann Lee",)
