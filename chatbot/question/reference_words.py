"""The words by which a question leans on the conversation before it, in English, German, Spanish and French."""

from __future__ import annotations

import re

_TOPIC = (
    r"(?:and |but |so |und |aber |y |pero |et |mais )?(?:what|how) about|what of|(?:und |aber )?was ist mit"
    r"|wie (?:steht|sieht) es mit|(?:y |pero )?qué (?:hay|pasa) (?:con|de)|(?:et |mais )?qu['’]en est-il (?:de la|du"
    r"|des|de|d['’])|et pour"
)
OPENER = re.compile(
    rf"[\s¿¡]*(?:(?P<topic>{_TOPIC})|(?P<adds>and|but|und|aber|y|pero|et|mais)|so|or|also|oder|e|o|ou)\b[\s,]+(?=\S)",
    re.IGNORECASE,
)
"""What continues a conversation. `topic` and `adds` may be followed by another subject alone."""

_ASKS = (
    r"who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|wer|wen|wem|was|wann|wo|woher|warum|wieso|wie|welche[rsmn]?|ist|sind|war|waren|hat|haben|wird|wurde"
    r"|kann|qué|quién(?:es)?|cuándo|cuánt[oa]s?|dónde|cómo|cuál(?:es)?|por qué|qui|que|qu['’]\w+|quand|où|pourquoi"
    r"|comment|combien|quel(?:le)?s?|est-ce|chi|cosa|quanto|quem"
)
ASKS_FIRST = re.compile(rf"[\s¿]*(?:{_ASKS})\b", re.IGNORECASE)
"""A question word or an auxiliary at the beginning."""
ASKS_WITHIN = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|ist|sind|war|waren|hat|haben|wird|wurde|who"
    r"|what|which|when|where|why|how|wer|wann|warum|qué|quién|cuándo|quand|pourquoi)\b",
    re.IGNORECASE,
)
"""The same anywhere: what holds one is more than a noun phrase."""
WHAT_IS = re.compile(
    r"[\s¿]*(?:who|what|where|wer|was|wo|quién|qué|qui|qu['’]est-ce que)(?:['’]?s| is| are| was| were| ist| sind| es"
    r"| son| est) (?!\w+(?:ed|en)\W*$|(?:hurt|dead|hit|left|lost|safe)\W*$)",
    re.IGNORECASE,
)
"""Asks what bears a name, which may be new: "who is zelensky?", but not "who was injured?"."""
DEFINES = re.compile(
    r"[\s¿]*(?:what(?:['’]?s| is| are) (?!the\b)|was (?:ist|sind) eine? |qué (?:es|son) |qu['’]est-ce qu)",
    re.IGNORECASE,
)
"""Asks for the meaning of a word: it stands alone, also where the word was used before."""

_EMPTY_IT = (
    r"(?! (?:true|(?:im)?possible|likely|legal|safe|necessary|important|hard|easy|better|worth|wrong|time|clear)\b)"
)
PERSONAL = re.compile(
    r"\b(?:(?P<possessive>his|hers?(?=\s+\w)|its|their|sus?(?=\s+\w)|leurs?(?=\s+\w)|(?-i:seine?[mnrs]?"
    r"|ihre?[mnrs]?)(?=\s+(?-i:[A-ZÄÖÜ])))"
    rf"|he|him|she|her|they|them|theirs|itself|it{_EMPTY_IT}"
    r"|er|ihn|ihm|(?-i:sie)|él|ella|ellos|ellas|(?<!y a-t-)ils?(?! (?:y a|faut))|elles?|lui)\b",
    re.IGNORECASE,
)
"""Pronouns that may mean something in the same question."""

_TIMES = (
    r"(?:week|month|year|morning|afternoon|evening|summer|winter|spring|autumn|fall|season|weekend|time|days|quarter)\b"
)
_BEFORE_THAT = (
    r"is|was|are|were|do|does|did|has|will|would|could|can|should|about|like|than|after|before|of|by|for|with|from|in"
    r"|on|to|at|and|why|how"
)
_EXISTS = (
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?!['’]s)(?!\s+(?:is|are|was|were|will|has|have|been)\b)"
)
POINTING = re.compile(
    rf"\bthis\b(?!\s+{_TIMES})|\bthese\b(?!\s+{_TIMES})|\bthose\b(?!\s+(?:who|that|with|whose)\b)"
    rf"|\b(?:{_BEFORE_THAT}) that\b(?!\s+(?:he|she|it|they|we|there|the|an?)\b)|\A\W*that\b|\bthat\W*$"
    r"|\b(?:say|says|said|mean|know|knew|claim|claims|claimed) that\b(?=\s*[,;.?!]|\s+(?:in|on|and|when|to|at|before"
    r"|after|first)\b)"
    rf"|{_EXISTS}|\bthen\W*$|\b(?:who|what|where|anything|anyone|someone|nothing|how) else\b|\belse\W*$"
    r"|\bwhich ones?\b|\b(?:another|the other) one\b|\b(?:the )?(?:former|latter)\b|\bdas\b(?=\W*$|\s+[a-zäöüß]+\W*$)"
    r"|\bdies(?:e[mnrs]?)?\b(?!\s+(?:woche|monat|jahr))|\b(?:davon|dazu|dafür|dagegen|damit|daran|darüber|dabei"
    r"|darauf|dort|dessen)\b|\b(?:eso|esto|aquello|ello|ahí|allí)\b|\bes[ea]s?\b(?=\s+\w)(?<!\bqué es)|\b(?:ça|cela"
    r"|ceci|là-bas|celui|celle)\b",
    re.IGNORECASE,
)
"""Words that point at what was said before."""
BOUNDARY = re.compile(
    r"[,;:?!.]|\b(?:and|or|but|that|when|after|before|if|because|while|whether|who|which|why|how|until|since|as|und"
    r"|oder|dass|wenn|nachdem|weil|als|ob|y|que|cuando|si|porque|et|quand)\b",
    re.IGNORECASE,
)
"""Where another clause begins."""
UNTELLING = frozenset(
    (
        "exactly really precisely sure long old often far high big large soon details detail source sources article "
        "articles more again instead total happen happens mean means go continue elaborate expand further ago lange "
        "genau wirklich quelle quellen mehr details einzelheiten sicher exactamente detalles fuente fuentes seguro "
        "exactement détails plus source sûr continue list right correct true now yet still dann después luego "
        "ensuite après anyone anybody someone somebody everyone people persons menschen leute personas personnes "
        "gens jemand alguien"
    ).split()
)
"""Words with which a question says nothing of its subject."""
