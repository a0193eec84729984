"""Words by which a claim turns against its source: negations, opposites, certainty."""

from __future__ import annotations

from collections.abc import Collection

from chatbot.verification.claim_words import stem, word_set

NEGATIONS = word_set(
    """not no never none nobody nothing neither nor without cannot cant wont dont doesnt didnt isnt arent wasnt werent
    hasnt havent hadnt shouldnt wouldnt couldnt unable refuse refused refuses deny denied
    denies lack lacks lacked unlikely hardly barely"""
)
HEDGES = word_set(
    """may might could would should likely possibly perhaps probably potentially reportedly allegedly apparently alleged
    expected plan plans planned planning hope hopes hoped intend intends considering propose proposed suggest suggests
    suggested believe believes believed suspected seem seems seemed appear appears appeared if whether"""
)
_OPPOSITES = """\
rise fall|rise drop|rise decline|rose fell|rose dropped|increase decrease|increase reduce|increase decline
increase drop|up down|higher lower|high low|more less|more fewer|most least|win lose|won lost|winner loser
victory defeat|support reject|welcome reject|welcome condemn|back oppose|accept reject|approve reject
agree disagree|agree refuse|support oppose|support criticise|support criticize|for against|before after
first last|earlier later|early late|buy sell|bought sold|open close|begin end|start end|start finish|start stop
begin finish|guilty innocent|guilty acquitted|convicted acquitted|hire fire|hired fired|confirm deny|north south
east west|northern southern|eastern western|male female|man woman|men women|boy girl|he she|his her|him her
son daughter|brother sister|husband wife|father mother|king queen|arrest release|arrested released|alive dead
die survive|died survived|major minor|majority minority|maximum minimum|positive negative|success failure
successful unsuccessful|able unable|possible impossible|legal illegal|likely unlikely|join leave|joined left
arrive depart|enter exit|give take|gave took|send receive|sent received|ask answer|allow ban|allow forbid
allow prohibit|permit ban|lift impose|include exclude|improve worsen|better worse|best worst|strong weak
large small|big small|largest smallest|long short|old young|older younger|new old|rich poor|public private
internal external|domestic foreign|inside outside|left right|same different|always never|all none|every no
everyone nobody|often rarely|remember forget|love hate|praise criticise|praise criticize|praised criticised
praised criticized|easy difficult|simple complex|hot cold|fast slow|full empty|free paid|safe dangerous
temporary permanent|former current|previous next|past future|monthly annual|weekly monthly|daily weekly
daily monthly|monthly yearly|single married|urban rural|local national|national international|with without
attack defend|attacked defended|succeed fail|pass fail|passed failed|gain loss|profit loss|credit debit
ally enemy|teacher student|doctor patient|employer employee|democrat republican|democrats republicans
import export|hardware software|online offline|indoor outdoor|upper lower|top bottom|front back|morning evening
morning afternoon|day night|summer winter|spring autumn|spring fall|decrease grow|shrink grow|expand shrink
advance retreat|hawk dove"""


def _pairs() -> dict[str, frozenset[str]]:
    opposites: dict[str, set[str]] = {}
    for pair in _OPPOSITES.replace("\n", "|").split("|"):
        one, other = map(stem, pair.split())
        opposites.setdefault(one, set()).add(other)
        opposites.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in opposites.items()}


OPPOSITES = _pairs()
"""Stems with the stems that contradict them."""


def opposed(claim: Collection[str], evidence: Collection[str]) -> list[tuple[str, str]]:
    """Stems of the claim that the evidence lacks while it holds their opposite, which the claim lacks."""
    return [
        (word, other)
        for word in sorted(OPPOSITES.keys() & set(claim))
        if word not in evidence
        for other in sorted(OPPOSITES[word])
        if other in evidence and other not in claim
    ]
