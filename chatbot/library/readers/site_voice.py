"""Tells a site that speaks to its visitors about itself from a report.

A notice says "we", "you" or "your" and names a part of the site: its cookies, accounts, subscriptions, pages. Reports
name these things too, but speak to nobody, or in quotation marks. So two words in one sentence
decide, and no wording has to be known. English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and
Scandinavian words are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from chatbot.library.readers.wall_phrases import QUOTED


class Subject(StrEnum):
    """What of itself a site speaks about."""

    CONSENT = "consent"
    ACCOUNT = "account"
    SUBSCRIPTION = "subscription"
    CHECK = "check"
    PAGE = "page"


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join("|".join(line.split()) for line in stems) + r")(?!\w)", re.IGNORECASE)


_ABOUT = {
    Subject.CONSENT: _words(
        r"cookies? consent\w* privacy personal\W(?:data|information) partners tracking personali[sz]\w+ advertis\w+",
        r"einwillig\w* zustimm\w* datenschutz\w* personenbezogen\w* partnern? (?:dritt)?anbieter\w*",
        r"consentement\w* vie\Wprivée données\W(?:à\Wcaractère\W)?personnel\w* partenaires traceurs",
        r"consentimiento\w* privacidad\w* datos\Wpersonales socios consenso acconsent\w* dati\Wpersonali terze\Wparti",
        r"consentimento\w* privacidade dados\Wpessoais parceiros toestemming persoonsgegevens",
        r"zgod\w* prywatno\w+ danych\Wosobowych samt?yc?k[ek]\w* integritet\w* person(?:uppgifter|\w*opp?lysn\w+|vern)",
    ),
    Subject.ACCOUNT: _words(
        r"accounts? passwords? (?:log|sign)(?:ged|ging|ing|ned)?\W(?:in|up) login regist(?:er|ration) e-?mails?",
        r"konto\w* pass(?:wor[dt]|ord)\w* (?:an|ab)meld\w* (?:an|ab)gemeldet registrier\w*",
        r"compte mot\Wde\Wpasse (?:re)?connect\w+ inscri\w+",
        r"cuenta contraseña regístr\w+ iniciar\Wsesión inicia\Wsesión correo accedi registra\w* wachtwoord inlog\w*",
        r"hasł\w* zalog\w+ zarejestr\w+ kont\w conta senha logga lösenord adgangskode",
    ),
    Subject.SUBSCRIPTION: _words(
        r"(?:un)?subscri(?:be|bed|bers?|bing|ptions?) unlimited newsletters? memberships? free\W(?:trial|articles?)",
        r"abos? (?:\w+-?)?abonn\w+ (?:digital|pur)-?abo suscri\w+ abbona\w+ assina\w+ prenumer\w+ subskry\w+",
    ),
    Subject.CHECK: _words(
        r"browsers? javascript (?:ro)?bots? captchas? humans? blocked denied permission unusual connection security",
        r"roboter mensch blockiert gesperrt navigateur humain bloqué navegador humano bloqueado umano bloccato",
        r"robot\w* człowiek\w* przegląd\w+ webbläsare mens geblokkeerd människa menneske ray\Wid vpn",
    ),
    Subject.PAGE: _words(
        r"(?:web)?sites? online pages? access requests? server",
        r"content apps? support customer\Wservices? search terms maintenance error\W(?:code|message)",
        r"(?:web|start)?seiten? zugang zugriff inhalte? angebot beitrag suche wartung\w* contenus? accès",
        r"(?:pagina|página)s? contenid\w+ contenut\w+ sit(?:o|i|io) conteúdo acceso accesso acesso inhoud toegang",
        r"stron\w treści dostęp\w* serwis\w* sidan siden innhold innehåll",
    ),
}
_FROM_THE_SITE = (
    r"us|(?i:we|our|wir|uns|unser\w{0,2}|nous|nos|notre|nosotros|nuestr[oa]s?|noi|nostr[oaie]|nós|noss[oa]s?|wij|ons|onze|"
    r"nas[zi]\w{0,3}|vi|v[åa]r[ta]?a?|vores?|\w{3,20}(?:[aei]mos|iamo|[aei]my))"
)
"""Pronouns, and verbs where the pronoun is left out. The country is no pronoun."""
_TO_ITS_READER = (
    r"(?i:you|yours?|please|du|dich|dir|dein\w{0,2}|vous|votre|vos|usted(?:es)?|tus?|te|puedes|tu[oaie]|puoi|hai|você|"
    r"jij?|je|jouw?|jullie|uw?|twoj\w+|twoją|twój|możesz|masz|znajdziesz|din[ae]?|ditt)|"
    r"(?<=[\w,] )(?:Sie|Ihnen|Ihre?[mnrs]?)|(?i:sus?|seus?|suas?) (?:consent|datos|dados|privaci|dispositiv|navegador|"
    r"preferen|cuenta|conta|correo|suscripci|assinatura)\w*"
)
"""Sie at the head of a sentence may be a woman, and "su" may be hers."""
_SPEAKER = re.compile(rf"(?<!\w)(?:{_FROM_THE_SITE})(?!\w)")
_ADDRESS = re.compile(rf"(?<!\w)(?:{_FROM_THE_SITE}|{_TO_ITS_READER})(?!\w)")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+")


def share_about_the_site(text: str) -> float:
    """Share of the sentences of a text, by their characters, that speak to its reader about the site."""
    return share(sentences_of(text), _speaks_of_the_site)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text without what stands in quotation marks; any of its languages will do."""
    return _SENTENCE_END.split(QUOTED.sub(" ", text))


def has_speaker(text: str) -> bool:
    """Whether somebody says "we" outside quotation marks."""
    return _SPEAKER.search(QUOTED.sub(" ", text)) is not None


def addresses_reader(text: str) -> bool:
    """Whether a text says "we" or "you" outside quotation marks."""
    return _ADDRESS.search(QUOTED.sub(" ", text)) is not None


def subject_of(text: str) -> Subject:
    """What most of the words about the site are about."""
    unquoted = QUOTED.sub(" ", text)
    return max(_ABOUT, key=lambda subject: len(_ABOUT[subject].findall(unquoted)))


def names(subject: Subject, text: str) -> bool:
    """Whether a text outside quotation marks names a part of the site."""
    return _ABOUT[subject].search(QUOTED.sub(" ", text)) is not None


def share(lines: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Share of the characters in lines of which something holds."""
    total = sum(map(len, lines))
    return sum(len(line) for line in lines if holds(line)) / total if total else 0.0


def _speaks_of_the_site(sentence: str) -> bool:
    return _ADDRESS.search(sentence) is not None and any(words.search(sentence) for words in _ABOUT.values())
