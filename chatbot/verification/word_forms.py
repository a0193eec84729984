"""Forms of English words that no ending gives away ("won" and "win"), and the two ways to spell others."""

from __future__ import annotations

import re

_VERBS = """
age aged; arise arose arisen; awake awoke awoken; beat beaten; become became; begin began begun; bend bent;
bleed bled; blow blew blown; break broke broken; breed bred; bring brought; build built; burn burnt; buy bought;
catch caught; choose chose chosen; cling clung; come came; creep crept; deal dealt; die died dying; dig dug;
draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feel felt;
fight fought; find found; flee fled; fling flung; fly flew flown; forbid forbade forbidden; foresee foresaw foreseen;
forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; give gave given; go goes went gone;
grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid;
lead led; lean leant; leap leapt; learn learnt; leave left; lend lent; lie lied lying; light lit; lose lost;
make made; mean meant; meet met; mislead misled; mistake mistook mistaken; overcome overcame;
overtake overtook overtaken; overthrow overthrew overthrown; oversee oversaw overseen; owe owed; pay paid;
prove proven; rebuild rebuilt; ride rode ridden; ring rang rung; rise rose risen; run ran; see saw seen; seek sought;
sell sold; send sent; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang sung;
sink sank sunk; sit sat; slay slew slain; sleep slept; slide slid; speak spoke spoken; speed sped; spell spelt;
spend spent; spill spilt; spin spun; spoil spoilt; spring sprang sprung; stand stood; steal stole stolen; stick stuck;
sting stung; stink stank stunk; strike struck stricken; strive strove striven; sue sued suing; swear swore sworn;
sweep swept; swell swollen; swim swam swum; swing swung; take took taken; teach taught; tear tore torn; tell told;
think thought; throw threw thrown; tie tied tying; undergo underwent undergone; understand understood;
undertake undertook undertaken; uphold upheld; use used using; vie vied vying; wake woke woken; wear wore worn;
weave wove woven; weep wept; win won; withdraw withdrew withdrawn; withhold withheld; withstand withstood;
write wrote written
"""
_NOUNS = """
calf calves; child children; crisis crises; foot feet; goose geese; half halves; hypothesis hypotheses; knife knives;
loaf loaves; man men; mouse mice; person people; shelf shelves; thief thieves; tooth teeth; wife wives; wolf wolves;
woman women
"""
_SPELLINGS = """
aeroplane airplane; aluminium aluminum; centre center; defense defence; fibre fiber; grey gray; jewellery jewelry;
license licence; litre liter; metre meter; offense offence; program programme; pyjamas pajamas; theatre theater;
tyre tire
"""
_OR = re.compile(
    r"^(arm|behavi|col|demean|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rum|savi|splend|tum|val|vap|vig)or"
    r"(?=(?:s|ed|ing|able|al|ers?|ful|hood|hoods|ite|ites)?$)"
)
"""Of many words in "or" only these are written with "our" elsewhere, and no ending is taken off that."""
_ELL = re.compile(r"(?<=[^aeiou]e)ll(?=(?:ed|ing|ers?)$)")
_SYLLABLE = re.compile(r"[aeiou]+[^aeiou]")


def _bases(*lists: str) -> dict[str, str]:
    """Each form by its base."""
    families = (family.split() for words in lists for family in words.split(";"))
    return {form: base for base, *forms in families for form in forms}


_BASES = _bases(_VERBS, _NOUNS, _SPELLINGS)
"""Without forms that are as often another word: "bound", "fed", "ground", "lay", "wound"."""


def regular(word: str) -> str:
    """A lower-case word by its base where it is an irregular form, and in one spelling."""
    word = _BASES.get(word) or _BASES.get(word.removesuffix("s"), word)
    word = _OR.sub(r"\1our", word)
    return _ELL.sub("l", word) if len(_SYLLABLE.findall(word)) > 2 else word
