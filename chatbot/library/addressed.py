"""Finds what in an article is said to a language model instead of to a reader.

Such text may stand in a page, invisible or not, to make a chatbot say what the article does not report. It stays in the
article, where a reader may see it, but is evidence of nothing: it is never shown to the model and never quoted. What
follows it in its paragraph goes with it, because that is what the model is told to say. News about such attacks quotes
them; a quotation inside a sentence that tells something else counts as telling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from chatbot.records import Span

REPORTING_WORDS = 4
"""Words outside quotation marks from which a sentence reports what it quotes."""

_MACHINE = (
    r"(?:a\.?i\.?|artificial intelligence|language|large language|chat) ?-?(?:assistants?|models?|systems?|agents?|"
    r"bots?|summari[sz]ers?|readers?|crawlers?|tools?)|llms?|chat ?bots?|assistants?|chatgpt|gpt[- ]?\d\w*|copilot|"
    r"ki[- ]?(?:assistenten?|modelle?|systeme?)|sprachmodelle?n?|mod[eè]les? de langage|modelos? de lenguaje|"
    r"assistants? (?:ia|d['’]ia)|asistentes? de ia"
)
_ORDERS = r"instructions?|prompts?|guidelines?|directives?"
_EARLIER = r"previous|prior|earlier|above|preceding|foregoing|former|existing|original|initial|system|other|safety"
_SET_ASIDE = (
    r"(?:(?<!to )|(?<=you to )|(?<=are to )|(?<=have to )|(?<=need to )|(?<=required to ))"
    r"(?:ignore|disregard|forget|override|bypass|overlook|discard|cancel)"
)
"""Judges tell jurors to disregard things; only a model is told so directly."""
_IMPERATIVE = r"(?:^|[,;:]|\b(?:and|then|please|always|must|only|instead)\b)\W*"
_NOTE = (
    rf"(?:notes?|notice|messages?|attention|important|{_ORDERS}|reminder|memo|warning|hints?|hinweise?|anweisung(?:en)?|"
    rf"remarques?|consignes?|notas?|aviso|instrucciones)\b[^.!?]{{0,25}}?"
    rf"\b(?:to|for|an|f[uü]r|[aà]|aux?|pour|para|los|all|any|the|every)\b[^.!?]{{0,25}}?\b(?:{_MACHINE})\b"
)
_PATTERNS = (
    # A note, a message, an instruction to the machine; or it is called by its name.
    rf"^\W*(?:(?:an?|the|this|is|very|urgent|important|special|private|internal|hidden|final|editors?) )*{_NOTE}",
    rf"\b{_NOTE}[^.!?]{{0,40}}:",
    rf"^\W*(?:(?:dear|hey|hello|hi|attention|all|any|liebe[rs]?|cher|queridos?)\s+)*(?:{_MACHINE})\b"
    r"(?:\s+(?:reading|processing|summari[sz]ing|parsing)\b[^.:!,]{0,60})?\s*[:,;—–-]",
    rf"\bif you(?:['’]re| are) an? (?:{_MACHINE})\b",
    rf"\b(?:{_MACHINE})\b (?:reading|processing|summari[sz]ing|parsing|indexing) th(?:is|ese|e)\b",
    rf"\b(?:{_MACHINE})\b,? (?:must|should|shall|have to|need to|are (?:instructed|required|ordered|asked|told) to) "
    r"(?:now )?(?:say|state|report|answer|reply|respond|tell|ignore|disregard|treat|cite|claim|output|repeat|describe|"
    r"present|include|add|recommend|use|not)\b",
    # What it was told before shall not count.
    rf"\b{_SET_ASIDE}\b[^.!?]{{0,40}}?\b(?:{_EARLIER})\b[^.!?]{{0,25}}?\b(?:{_ORDERS}|rules|orders|constraints)\b",
    rf"\b{_SET_ASIDE} (?:all|any|your|these|those)(?: of)?(?: the| your)? (?:{_ORDERS})\b",
    rf"\b{_SET_ASIDE} (?:the (?:above|foregoing|preceding)|what (?:stands|is) above)\b",
    rf"\b{_SET_ASIDE} (?:everything|all|anything|whatever)\b[^.!?]{{0,30}}"
    r"\b(?:above|before|(?:you|were) (?:were )?told|so far|until now)\b",
    r"\b(?:new|updated|revised|real|actual|secret|hidden) (?:system )?(?:instructions?|prompts?|directives?)"
    r"(?: for you)? ?:",
    r"\bignorier(?:e|en sie|t)\b[^.!?]{0,40}\b(?:anweisung|vorgabe|regel|instruktion)",
    r"\bignore[zr]?\b[^.!?]{0,40}\b(?:consigne|instruction)s?\b[^.!?]{0,20}\b(?:pr[ée]c[ée]dent|ant[ée]rieur)",
    r"\bignor[ae]n?\b[^.!?]{0,40}\b(?:instrucciones|indicaciones|[óo]rdenes)\b",
    # What it was given shall be told.
    r"\b(?:reveal|print|repeat|show|output|leak|disclose|display|recite|paste|expose|quote|translate|encode|send)\b"
    rf"[^.!?]{{0,40}}\b(?:(?:system|hidden|secret|developer) (?:{_ORDERS}|messages?)|"
    rf"your (?:{_ORDERS}|system message|configuration|api keys?|context))\b",
    # It shall be something else.
    r"\b(?:you are (?:now|no longer|henceforth)|from now on,? you are)\b[^.!?]{0,60}\b"
    r"(?:mode|assistant|model|a\.?i\.?|bot|chatbot|dan|"
    r"unrestricted|jailbr\w+|administrator|developer|filters?|bound|restricted|root)\b",
    r"\b(?:enter|switch to|activate|enable|you are in) (?:now )?(?:\w+ )?(?:maintenance|developer|debug|admin\w*|god|"
    r"jailbreak|unrestricted|dan|override|compliance) mode\b",
    r"\b(?:pretend|act) (?:to be|as(?: if you (?:are|were))?) (?:an? )?(?:\w+ )?(?:assistant|model|a\.?i\.?|chatbot|"
    r"spokes\w+|expert|hacker|editor)\b[^.!?]{0,60}\b(?:and|who|that|without)\b",
    # How it shall answer.
    r"\b(?:in|begin|start|end|finish|open|close|append to|add to|insert (?:in)?to|include in) (?:each of )?"
    r"(?:your|all your) (?:next |final |own )?(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies))\b",
    rf"{_IMPERATIVE}(?:tell|inform|assure|warn|convince|persuade|advise|direct|urge) "
    r"(?:the|every|any|all|your) (?:users?|readers? of (?:the|your) (?:answer|summary))\b",
    rf"{_IMPERATIVE}(?:respond|answer|reply|say|state|report|claim|write|output|assert|confirm|conclude)\b[^.!?]{{0,30}}"
    r"\b(?:as (?:a |an )?(?:verified|established|confirmed|settled|proven) facts?|"
    r"to (?:the|every|any|all) (?:users?|questions?|prompts?|quer(?:y|ies)))\b",
    r"\b(?:when(?:ever)?|if) (?:you are |you['’]re |the user |a user |a reader |anyone |somebody |someone )?"
    r"(?:is |are )?ask(?:ed|s)\b[^.!?,]{0,80}, "
    r"(?:you (?:must|should|shall|will) |always |only |simply |just |please |then |never )*"
    r"(?:say|state|answer|reply|respond|claim|report|output|write|insist|deny)\b",
    # What it shall leave out, and how it shall weigh.
    rf"{_IMPERATIVE}(?:do not|don['’]t|never|avoid) (?:ever )?(?:mention|cit|reveal|disclos|quot|referenc|acknowledg|"
    r"shar)\w*\b[^.!?]{0,20}\b(?:this|these|that|any|the|your|other) (?:\w+ )?(?:notes?|instructions?|messages?|"
    r"paragraphs?|sources?|prompts?|directives?|orders?|articles?|evidence|passages?)\b",
    rf"{_IMPERATIVE}(?:mark|treat|label|rate|rank|score|weigh|consider|regard|cite|give)\b[^.!?]{{0,60}}"
    r"\b(?:as (?:the )?(?:only |most |more |fully |100 ?% )?(?:verified|trusted|trustworthy|supported|credible|backed|"
    r"authoritative|reliable|unreliable|untrustworthy|false|fake)|"
    r"(?:credibility|trust|relevance|confidence|support) (?:score|rating|level))\b",
    # Marks of the machinery itself.
    r"<\|?/?(?:system|assistant|user|im_start|im_end|endoftext|eot_id|start_header_id|tool\w*|sources?|"
    r"evidence|context|instructions?|prompt)\|?>|\[/?(?:inst|system|sys)\]|<<?/?sys>?>",
    r"^\W*(?:system|assistant|user|human|developer|tool)(?: (?:message|prompt|note|override|instruction))?\s*:",
    r"^\W*(?:begin|end|start)(?: of)?(?: the)? (?:system|source|sources|evidence|instructions?|prompt|context|"
    r"quoted|trusted|untrusted|numbered|source sentences)\b[^.!?]{0,30}\W*$",
    r"\b(?:system|developer) prompt\b[^.!?]{0,40}\b(?:updated?|changed|overrid\w*|replaced|new|is now|follows|below)\b",
)
_TRIGGERS = (
    *(
        "instruc prompt guideline directive ignor disregard forget overrid bypass overlook discard cancel anweis"
    ).split(),
    *(
        "assist asist model chat gpt copilot llm a.i artificial system human developer tool user pretend consigne"
    ).split(),
    *(
        "answer repl respon output summar fact asked asks mention reveal cite citi quot treat label credib trust"
    ).split(),
    *("verified score rating source evidence < [").split(),
    *("you are", " mode", "act as", "act to be", "ai ", "ki ", "ki-"),
)
"""One of these stands in every sentence that a pattern finds: looking for them first is much faster."""
_ADDRESSED = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)
_ANNOUNCES = re.compile(
    r":\W*$|\b(?:following|follows|below|next|new evidence)\b|^\W*(?:begin|end|start)\b|^\s*[<\[](?!/|\|im_end)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]|(?<!\w)‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)")
_BEHIND_QUOTED = re.compile(r"(?<=[.!?][”\"’»])\s+(?=[A-Z\d])")
_EMPHASIS = re.compile(r"(?<!\w)[*_`~]{1,3}|[*_`~]{1,3}(?!\w)")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|\r[^\S\n]*\r|[\f\u2029]")


def telling_sentences(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Those sentences of an article that tell its readers something, in order.

    Args:
        text: of the article.
        sentences: all of them, in order: what belongs together is not seen in a part of them.
    """
    left_out = _addressed(text, sentences)
    return [span for at, span in enumerate(sentences) if at not in left_out]


def addresses_a_model(sentence: str) -> bool:
    """Whether a sentence speaks to a language model, outside what it quotes as part of a report."""
    plain = _plain(sentence)
    if not _may_address(plain) or not _ADDRESSED.search(plain):
        return False
    # What follows a whole quoted sentence is another one.
    return any(map(_addresses, _BEHIND_QUOTED.split(plain)))


def _addresses(plain: str) -> bool:
    if not _ADDRESSED.search(plain):
        return False
    outside = _QUOTED.sub(" ", plain)
    reports = len(re.findall(r"\w+", outside)) >= REPORTING_WORDS
    return not reports or bool(_ADDRESSED.search(outside))


def _may_address(plain: str) -> bool:
    folded = plain.casefold()
    return any(trigger in folded for trigger in _TRIGGERS)


def _addressed(text: str, sentences: Sequence[Span]) -> set[int]:
    """Positions of the sentences that speak to a model, and of those that they speak of: the rest of the paragraph."""
    found: set[int] = set()
    inside = announced = False
    parted = [False, *(_parted(text, before, after) for before, after in pairwise(sentences))]
    for at, span in enumerate(sentences):
        if parted[at]:
            # What announces something, or closes the sources, speaks of the next paragraph.
            inside, announced = inside and announced, False
        sentence = _plain(span.of(text))
        addressed = addresses_a_model(sentence)
        inside = inside or addressed
        announced = addressed and bool(_ANNOUNCES.search(sentence))
        if inside:
            found.add(at)
    return found


def _parted(text: str, before: Span, after: Span) -> bool:
    return bool(_PARAGRAPH_END.search(text[before.end : after.start].replace("\r\n", "\n")))


def _plain(sentence: str) -> str:
    """The sentence as it reads: look-alikes folded, invisible characters gone, white space as single spaces."""
    visible = sentence
    if not sentence.isascii():
        visible = "".join(c for c in unicodedata.normalize("NFKC", sentence) if unicodedata.category(c) != "Cf")
    return " ".join(_EMPHASIS.sub("", visible).split())
