"""What a reader wraps a question in: a greeting, quotation marks, "Q:", capitals, "could you please tell me".

None of it says what is asked. It is told in English, German, Spanish and French, as the rules are that read questions.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from chatbot.control_characters import printable_line
from chatbot.letters import plain_letters
from chatbot.text.time_vocabulary import MONTHS, WEEKDAYS

READ = 1_000
"""Characters of a question in which its form is looked for."""
_ROUNDS = 4
"""How many wrappers may lie in each other."""

THANKS = (
    r"thanks?(?: you)?(?: a lot| so much| very much| again)?|thx|many thanks|danke(?: schön| sehr| dir)?|vielen dank"
    r"|(?:muchas |mil )?gracias|merci(?: beaucoup| bien)?|grazie(?: mille)?|obrigad[oa]|dank (?:je|u)(?: wel)?"
    r"|bedankt"
)
HELLO = (
    r"hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|hallo|moin|servus|grüezi|guten (?:morgen|tag"
    r"|abend)|hola|buenos días|buenas(?: tardes| noches)?|bonjour|bonsoir|salut|ciao|olá|bom dia"
)
AGREES = (
    r"ok(?:ay)?|great|cool|perfect|alright|all right|right|good|nice|super|gut|alles klar|vale|bien|d['’]accord|oui"
    r"|sí"
)
_ASKS = (
    r"who|whom|whose|what|whats|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will"
    r"|would|please|tell|show|list|give|summari[sz]e|compare|explain|and|but|wer|was|wann|wo|warum|wieso|wie"
    r"|welche[rs]?|ist|sind|hat|kannst|können|bitte|und|qué|quién|cuándo|cuánto|dónde|cómo|por|cuál|qui|que|quand|où"
    r"|pourquoi|comment|combien|quel(?:le)?s?|est"
)
_GREETING = re.compile(
    rf"(?:(?:{HELLO}|{THANKS})(?: there| all| everyone| zusammen)?(?:[,;:.!–—-]+\s+|\s+(?=(?:{_ASKS})\b|¿))"
    rf"|(?:{AGREES})(?:[,;.!–—]+\s+))(?=\S)",
    re.IGNORECASE,
)
_WELL_WISHES = re.compile(
    r"(?:i )?hope (?:you(?: are|['’]re) (?:\w+ ){0,2}(?:well|fine)|all is well|this finds you well)[.,!]+\s+(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"(?:q|question|frage|pregunta)\s?\d{{0,3}}\s*(?:[:)]\s*(?=\S)|[.–—-]\s+(?=(?:{_ASKS})\b))", re.IGNORECASE
)
_FACE = re.compile(r"\s+[:;=]-?[()DPp/]+$")
_MARKS = re.compile(r"(?:\s*[?!.…？！])+$")
_QUESTION_WORD = re.compile(
    r"(?:(?:in|at|on|for|from|to|by|with) )?(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does"
    r"|did|has|have|had|can|could|will|would|wer|wen|wem|was|wann|wo|warum|wieso|wie|welche[rsnm]?)\b",
    re.IGNORECASE,
)
_FIRST_SYMBOL = 0x2190
"""Of arrows, pictures and faces; what lies below, such as the degree sign, belongs to a text."""
_QUOTED = tuple(
    re.compile(f"{left}([^{left}{right}]+){right}([\\s.?!…]*)", re.DOTALL)
    for left, right in ('""', "“”", "„“", "«»", "»«", "‘’", "''")
)
_POLITE = r"(?:please|pls|plz|kindly|bitte|por favor|s['’]il (?:vous|te) pla[iî]t|svp|stp)"
_WRAPPER = re.compile(
    rf"(?:{_POLITE}[,:]?\s+|(?:can|could|would|will) (?:you|u) (?:{_POLITE} )?(?:tell|remind|let) (?:me"
    rf"|us)(?: know)?\b(?! about)[,:]?\s*|(?:can|could|would|will) (?:you|u) (?:{_POLITE} )?"
    r"(?=(?:explain|summari[sz]e|compare|list|show|find|give|build|brief)\b)|(?:tell|remind) (?:me|us)(?!\s+(?:about"
    r"|more|everything|all)\b)(?: again)?[,:]?\s+|do you (?:happen to )?know(?!\s+about),?\s+|any idea,?\s+|i(?: would"
    r"|['’]d) (?:like|love) to know,?\s+|i (?:want|need) to know,?\s+|i(?: am|['’]m| was) wondering,?\s+"
    rf"|(?:kannst du|können sie|könntest du|könnten sie) (?:mir |uns )?(?:{_POLITE} )?sagen,?\s+|(?:sag"
    rf"|sagen sie) (?:mir|uns)(?: {_POLITE})?,?\s+|wei(?:ß|ss)t du,?\s+|wissen sie,?\s+"
    r"|ich (?:möchte|will|würde gern(?:e)?)(?: gern(?:e)?)? wissen,?\s+|¿?(?:me )?(?:puedes?|podrías?"
    r"|podría usted) (?:decir(?:me|nos)?)\s+|d[ií](?:me|ga(?:me)?)\s+|¿?sabes?\s+|(?:quiero|quisiera"
    r"|me gustaría) saber\s+|(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous) (?:me |nous )?dire\s+|(?:dis"
    r"|dites)-(?:moi|nous)\s+|(?:sais-tu|savez-vous)\s+|je (?:voudrais|veux|souhaite) savoir\s+)(?=\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?P<mark>[?!.]?)[\s,;.!–—-]*\b(?:{_POLITE}|{THANKS})(?: in advance| im voraus)?(?P<end>[\s.!?]*)$",
    re.IGNORECASE,
)
_LOUD = 0.9
"""Share of the letters that are capitals where a whole question is written in them."""
_TIMES = {name for name in (*MONTHS, *WEEKDAYS) if len(name) > 3} | {"may", "mai"}


@dataclass(frozen=True, slots=True)
class Phrased:
    """A question without its form."""

    text: str
    """Without greeting, quotation marks and label, and in ordinary letters."""
    search: str
    """Without polite words as well, and ending in one mark: what is looked for and answered."""


def phrased(question: str) -> Phrased:
    """Take off what says nothing of what is asked. A question of nothing else stays as it is."""
    text = _quiet(_stripped(plain_letters(printable_line(question)).text))
    return Phrased(text, _ended(_bare(text)))


def _stripped(text: str) -> str:
    for _ in range(_ROUNDS):
        before = text
        text = _undecorated(text)
        for opening in (_GREETING, _WELL_WISHES, _LABEL):
            if found := opening.match(text[:READ]):
                text = text[found.end() :]
        for marks in _QUOTED:
            if found := marks.fullmatch(text):
                # "“Who won?”" asks, and so does "“Who won”?".
                text = (found[1].strip() or text) + ("?" if "?" in found[2] and "?" not in found[1] else "")
        if text == before:
            break
    return text


def _undecorated(text: str) -> str:
    """Without pictures and faces around it. A text of nothing else stays as it is."""
    begin, end = 0, len(text)
    while begin < end and (text[begin].isspace() or _is_symbol(text[begin])):
        begin += 1
    while end > begin and (text[end - 1].isspace() or _is_symbol(text[end - 1])):
        end -= 1
    plain = text[begin:end]
    return plain[: face.start()] if (face := _FACE.search(plain, max(0, len(plain) - 8))) else plain or text


def _is_symbol(char: str) -> bool:
    return ord(char) >= _FIRST_SYMBOL and (char == "\u200d" or unicodedata.category(char) in {"So", "Sk", "Mn", "Me"})


def _ended(text: str) -> str:
    """A question with the one mark that it ends in, whatever stands there: none, three of them, dots."""
    marks = _MARKS.search(text, max(0, len(text) - 60))
    plain = text[: marks.start()] if marks else text
    written = marks.group().strip() if marks else ""
    if not any(map(str.isalnum, plain)) or written in ("?", "!") or (written == "？" and not plain[-1].isascii()):
        return text
    asks = "?" in written or "？" in written or _QUESTION_WORD.match(plain)
    if asks:
        return f"{plain}?"
    return plain if len(written) > 1 else text


def _bare(text: str) -> str:
    for _ in range(_ROUNDS):
        before = text
        if found := _WRAPPER.match(text[:READ]):
            text = _stripped(text[found.end() :])
        if found := _TAIL.search(text, max(0, len(text) - 60)):
            mark = found["mark"] or found["end"].strip()[:1]
            text = (text[: found.start()].strip() and text[: found.start()] + mark) or text
        if text == before:
            break
    return text


def _quiet(text: str) -> str:
    """A question that shouts, in small letters: capitals then tell no names, as in one that was typed without any."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if len(letters) < 8 or len(text.split()) < 3 or capitals < _LOUD * len(letters):
        return text
    words = [word if any(map(str.isdigit, word)) else _named(word.lower()) for word in text.split()]
    quiet = " ".join(words)
    return quiet[:1].upper() + quiet[1:]


def _named(word: str) -> str:
    """A word in small letters, months and weekdays with the capital by which they are read as such."""
    plain = word.strip(",.?!")
    return word.capitalize() if plain in _TIMES else word
