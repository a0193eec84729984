"""Whether somebody only greets, thanks or says goodbye."""

from __future__ import annotations

import re

from chatbot.question.phrasing import AGREES, HELLO, THANKS

_LONGEST = 120
"""Characters; more than that is said for a reason."""
_MORE = (
    r"no(?:pe)?|(?:good|great|nice) (?:job|work|answer)|awesome|excellent|wonderful|amazing|brilliant|lovely"
    r"|bye(?: bye)?|goodbye|see you(?: later| soon| tomorrow)?|good night|cheers|ty|yes|sure|wow|well done|got it"
    r"|understood|i see|that helps|how are you(?: doing)?(?: today)?|how['’]?s it going|nice to meet you"
    r"|that(?:['’]?s| is| was) (?:(?:very|really|so) )?(?:all|it|great|good|fine|ok(?:ay)?|right|clear|correct"
    r"|helpful|useful|nice|enough|interesting)|tschüss|auf wiedersehen|verstanden|wie geht['’]?s(?: dir)?|das (?:ist"
    r"|war) (?:alles|gut|hilfreich)|gute nacht|adiós|hasta luego|entendido|qué tal|cómo estás|au revoir|ça va|compris"
    r"|à bientôt|c['’]est (?:bon|tout|parfait)|arrivederci|buongiorno|buonasera|boa (?:tarde|noite)|tchau"
    r"|goede?(?:morgen|middag|navond)|doei|dag|dzięk(?:i|uję)(?: bardzo)?|cześć|dzień dobry|спасибо(?: большое)?"
    r"|привет|здравствуйте|дякую|teşekkürler|merhaba|tack(?: så mycket)?|hej"
    r"|谢谢(?:你|您)?|你好|您好|ありがとう(?:ございます)?|こんにちは"
    r"|감사합니다|고맙습니다|안녕하세요"
)
_FOR = (
    r"there|all|everyone|everybody|zusammen|again|indeed|then|sir|my friend|in advance|please|for (?:(?:all|your|the"
    r"|this|that|all your) )*(?:help|info|information|answers?|time|reply)|für (?:die|deine|ihre|eure) (?:hilfe"
    r"|antwort|info|auskunft)|por (?:la|tu|su) (?:ayuda|respuesta|información)|pour (?:votre|ton|ta|l['’]) ?(?:aide"
    r"|réponse|info)"
)
_COURTESY = re.compile(
    rf"(?:(?:{HELLO}|{THANKS}|{AGREES}|{_MORE})(?:,? (?:{_FOR}))*(?:\s*(?:[,.!;:–—-]|\band\b)\s*|\s+|\W*$))+\W*",
    re.IGNORECASE,
)


def is_courtesy(text: str) -> bool:
    """Whether a text holds nothing but a greeting, thanks, agreement or goodbye, or no word at all (a smile)."""
    if len(text) > _LONGEST:
        return False
    return not any(map(str.isalnum, text)) or bool(_COURTESY.fullmatch(text.strip().lstrip("¡¿ ")))
