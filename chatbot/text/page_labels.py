"""Labels of a page that a copy has glued to a sentence: "Advertisement The mayor resigned", "4 min read A judge …".

A page sets a label above or beside a paragraph; where markup goes, both become one line, and no full stop parts them.
Labels are a closed class: what announces advertising, tells how long reading or listening takes, says that a machine
wrote a summary, names who took a picture, when a page was changed, or rows of buttons. The words of news begin with
them too ("Getty Images sued …"), so that a label is only one where a sentence begins behind it.
"""

from __future__ import annotations

import re

from chatbot.records import Span
from chatbot.text.sentence_kinds import tells

MOST_LABELS = 4
"""Glued to one sentence."""
MOST_CHARACTERS = 240
"""Of a sentence in which labels are looked for."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_CLOCK = r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: (?:[ECMP][SD]?T|GMT|UTC|BST|CES?T)\b)?"
_DAY = rf"(?:(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? (?:19|20)\d\d)?)"
_AGO = r"\d{1,2} (?:min(?:ute)?|hour|day|week|month)s? ago"
_MOMENT = rf"(?:{_AGO}|{_CLOCK}(?:,? (?:on )?{_DAY})?|{_DAY}(?:,?(?: at)? {_CLOCK})?)"
_NAME = r"[A-ZÀ-ÞĀ-Ž][\w.'’-]*"
_BUTTON = (
    r"(?:share|save|print|e-?mail|tweet|comments?|bookmark|reprints?|copy link|add topic|gift(?: article)?|"
    r"facebook|twitter|whatsapp|reddit|linkedin|flipboard|pinterest|x)"
)
_SURE = (
    r"(?:ai|machine)[- ](?:assisted|generated|written) summar(?:y|ies)(?: ?\([^()]{1,40}\))?",
    r"(?:summary|key points) (?:generated|written|assisted) by ai",
    r"(?:(?:the )?(?:story|article) continues (?:below|after)(?: (?:the |this )?advertisement)?|advertisement|"
    r"sponsored content|paid content|skip advertisement|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|"
    r"advertentie|annonse|annons|reklama|реклама|広告|广告|廣告|광고)",
    r"\d{1,2}(?:[- ]min(?:ute)?s?\.? (?:read|listen)| min\b\.?)",
    r"listen(?: to (?:this )?(?:article|story))?\W{1,4}\d{1,2}(?::\d\d)?(?: min(?:ute)?s?\b\.?)?",
    r"listen to (?:this )?(?:article|story)",
    rf"(?:(?:last |first )?(?:updated|published|posted|modified)|aktualisiert|veröffentlicht)\W{{1,3}}{_MOMENT}",
    r"skip to (?:main )?content",
    rf"{_BUTTON}(?:\W{{1,3}}{_BUTTON})+",
)
"""Whatever sentence begins behind them."""
_UNSURE = (
    rf"(?:(?:[Pp]hoto(?:graph)?|[Ii]mage|[Pp]icture|[Vv]ideo)(?: (?:by|source|credit))?\W{{1,2}})?"
    rf"(?:{_NAME} ){{0,3}}(?:{_NAME}\W{{1,2}})?(?:(?:AFP|NurPhoto|Anadolu|AP|Bloomberg|WireImage) via )?"
    r"(?:Getty Images|Shutterstock|iStock(?:photo)?|Imagn Images|Unsplash|Adobe Stock)",
    rf"(?:AP Photo|Reuters|AFP|EPA)/{_NAME}(?: {_NAME}){{0,2}}?",
    r"Reuters|Associated Press|The Associated Press|AFP|File photo|Photo illustration",
)
_TITLES = r"key (?:points|takeaways|facts)|story highlights|highlights|at a glance|in brief|summary|tl;dr|quick read"
"""Where the sentence behind them, and behind titles of lists, begins with a word that begins sentences, and no name."""
_OPENING = (
    r"(?:The|A|An|This|That|These|Those|It|Its|He|She|They|We|There|His|Her|Their|In|On|At|After|Before|As|When|While|"
    r"Since|For|From|With|Under|During|Despite|Although|Because|If|Many|Most|Some|More|Several|No|Two|Three|Four|Five|"
    r"Der|Die|Das|Ein|Eine|Im|Am|Nach|Bei|Le|La|Les|Un|Une|El|Los|Las|Una|Il|Gli)\b"
)
_MARKS = r"[*_]{0,3}"
_APART = r"(?:\s*[·•|:/–—-])?\s+"
_LABEL = re.compile(
    rf"{_MARKS}(?:(?i:{'|'.join(_SURE)}){_MARKS}{_APART}(?=[\"“„«'‘(*_]{{0,3}}[^\W_a-zà-ÿ])"
    rf"|(?:(?:{'|'.join(_UNSURE)}){_MARKS}{_APART}|(?i:{_TITLES}){_MARKS}\s+)(?=[\"“„«'‘]?{_OPENING}))"
)
_ALONE = re.compile(rf"\W*(?:{'|'.join(_SURE)})\W*", re.IGNORECASE)


def behind_labels(text: str, sentence: Span) -> Span:
    """The sentence without the labels that are glued to its beginning; all of it, where nothing telling is left.

    Args:
        text: of the article.
        sentence: where it stands.
    """
    looked_at = text[sentence.start : min(sentence.end, sentence.start + MOST_CHARACTERS)]
    if not looked_at[:1].isupper() and not looked_at[:1].isdigit() and looked_at[:1] not in "*_広广廣광":
        return sentence
    start = 0
    for _ in range(MOST_LABELS):
        if not (label := _LABEL.match(looked_at, start)):
            break
        start = label.end()
    left = Span(sentence.start + start, sentence.end)
    return left if start and tells(left.of(text)) else sentence


def is_label(sentence: str) -> bool:
    """Whether a sentence is nothing but a label that says nothing in whatever article it stands."""
    return len(sentence) <= MOST_CHARACTERS and bool(_ALONE.fullmatch(sentence))
