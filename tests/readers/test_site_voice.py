"""A site that speaks to its visitors about itself is told from a report, in nine languages and whatever its wording."""

from __future__ import annotations

import pytest

from chatbot.errors import UnreadableSource
from chatbot.library.readers import read_bytes

STORY = [
    "The mill at Sorley Bridge ground its last flour on Friday, after 212 years and three floods, its owners said.",
    "Miller Hanna Groth, who is 71, found nobody to follow her, and the stones go to a museum in the county town.",
    "The council has bought the building for 340,000 crowns and means to open a school for bakers in it next spring.",
]
CLAIMS = '<meta property="og:type" content="article">'
NOT_FREE = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The last flour", "isAccessibleForFree": '
    '%s, "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".rest"}}</script>'
)


def page(title: str, *blocks: str, head: str = "", lang: str = "en") -> str:
    paragraphs = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        f"<div><h1>{title}</h1>{paragraphs}</div></body></html>"
    )


def read(html: str) -> str:
    return read_bytes(html.encode(), "/saved/page.html", ".html").documents[0].text


def refusal(html: str) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read(html)
    return caught.value.reason


@pytest.mark.parametrize("head", ["", CLAIMS])
@pytest.mark.parametrize(
    ("lang", "paragraphs", "what"),
    [
        (
            "nl",
            [
                "De Molenbode en 88 partners plaatsen cookies om je advertenties te laten zien die bij je passen.",
                "Je kunt je toestemming altijd intrekken via de link onder aan onze pagina's, ook voor één partner.",
            ],
            "request for consent",
        ),
        (
            "pl",
            [
                "Razem z naszymi partnerami zapisujemy pliki cookie na Twoim urządzeniu i przetwarzamy Twoje dane.",
                "Twoja zgoda jest dobrowolna i możesz ją wycofać w każdej chwili. Szczegóły: polityka prywatności.",
            ],
            "request for consent",
        ),
        (
            "es",
            [
                "Hemos enviado un correo a tu cuenta con la confirmación de tu suscripción y una contraseña nueva.",
                "Si no lo encuentras, revisa tu correo no deseado o escribe a nuestro servicio desde tu cuenta.",
            ],
            "about accounts",
        ),
        (
            "en",
            [
                "Our website is being moved to new servers tonight, and you cannot see its pages until five o'clock.",
                "We are sorry. You can find today's paper in our app, and we will be back online before you are up.",
            ],
            "notice of the site",
        ),
    ],
)
def test_a_site_that_speaks_of_itself_is_no_article(lang: str, paragraphs: list[str], what: str, head: str) -> None:
    assert what in refusal(page("Molenbode", *paragraphs, head=head, lang=lang))


def test_a_dialog_that_is_all_of_a_page_needs_no_known_words() -> None:
    words = "Süteményeket használunk, hogy az oldal jól működjön, és hogy megmérjük, hányan olvassák a cikkeket. " * 3
    assert "request for consent" in refusal(page("Malom", f'<div role="dialog"><p>{words}</p></div>', lang="hu"))


def test_a_dialog_leaves_an_article_as_it_is() -> None:
    notices = (
        '<div role="dialog"><p>Süteményeket használunk, hogy az oldal jól működjön, és mérjük a látogatókat.</p></div>'
        '<div class="cookie-bar"><p>We use cookies to show you ads that fit, and to count you among our readers.</p>'
        "</div>"
    )
    assert read(page("The last flour", *STORY, notices)) == "\n\n".join(STORY)


CUT = [STORY[0], "What the owners did not say on Friday, and what the council learned only this week, is that the"]


@pytest.mark.parametrize(
    "blocks",
    [
        [*CUT, "<div><h3>Verder lezen?</h3><p>Voor 1 euro per week.</p><p>Al abonnee? Log in</p></div>"],
        [*CUT, "<div><h3>The best of the valley</h3><p>Four weeks for a crown.</p><p>I have a subscription</p></div>"],
        [*CUT, "<div><p>Dalszy ciąg tylko dla prenumeratorów</p><p>Od 4 zł za miesiąc</p></div>"],
        [*STORY[:2], "<div><p>Este artículo es solo para suscriptores</p><p>Desde 1 euro al mes</p></div>"],
        [*STORY[:2], "<div><b>Wollen Sie weiterlesen?</b><p>Im Abo für 2 Kronen im Monat.</p></div>"],
    ],
)
def test_articles_that_go_on_for_subscribers_are_refused(blocks: list[str]) -> None:
    assert "for subscribers" in refusal(page("The last flour", *blocks))


def test_a_part_that_is_not_free_and_not_there_ends_an_article() -> None:
    head = NOT_FREE % "false"
    assert "for subscribers" in refusal(page("The last flour", *STORY[:2], '<div class="rest"></div>', head=head))
    rest = f'<div class="rest">{"".join(f"<p>{paragraph}</p>" for paragraph in STORY[1:])}</div>'
    assert STORY[2] in read(page("The last flour", STORY[0], rest, head=head))


@pytest.mark.parametrize(
    "blocks",
    [
        [*STORY, "<div><p>Subscribe to the Valley Post. Already a subscriber? Log in</p></div>"],
        [
            *STORY,
            "Bakers: Groth; Lind, Asp, Orde, Moll (Kerr 88); Tarn<h3>Sign up for our newsletter of the valley</h3>",
        ],
        [
            "The Valley Post will be for subscribers only from May, its publisher said in Sorley Bridge at noon.",
            STORY[1],
            STORY[2],
        ],
        [
            "Publishers may not leave readers only the choice between advertisements and subscriptions, a court ruled.",
            "Whoever turns cookies down must see pages without paying too, said judge Hanna Groth on Friday in Sorley.",
        ],
        [
            "You lose your account when you lose your phone. Write your password on paper, advises engineer Jon Asp.",
            "Your browser keeps a copy of each password, and anyone who can open your browser can read your email.",
        ],
        [
            "We left the harbor at nine with six crew, and the wind was rising, the captain told the inquiry today.",
            "We took off four by line. Our rule is that we go, whoever calls, and you would not have us change it.",
        ],
    ],
    ids=["promotion below", "names at the end", "about a paywall", "about consent", "advice", "statement"],
)
def test_reports_are_read(blocks: list[str]) -> None:
    assert blocks[0] in read(page("The last flour", *blocks))
