"""Whether a full stop only ends an abbreviation: "Sen. Wills", "No. 7", "5 p.m. Friday".

What may follow decides: "It ended at 5 p.m. The mayor left." is two sentences, "at 5 p.m. London time" is one.
"""

from __future__ import annotations

import re

_NOT_LAST = (
    "Adm|Amb|Brig|Capt|Cmdr|Col|Cpl|Dr|Dra|Fr|Gen|Gov|Hon|Insp|Lt|Maj|Messrs|Mlle|Mme|Mmes|Mr|Mrs|Ms|Pres|Prof|Pvt|Rep|"
    "Reps|Rev|Sen|Sens|Sgt|Sra|Supt|St|Ste|Mt|Ft|vs|approx|ca|Mrd|Mio|bzw|bspw|Nr|Abs"
)
_UNFINISHED = re.compile(
    rf"""[(\["'“‘„«]*(?:{_NOT_LAST}|EE|UU|z|d|u|i)\."""  # EE. UU., z. B., d. h.
)
_COUNTED = re.compile(
    r"(?<!\w)(?:[Nn]os?|[Aa]rt|[Ff]ig|[Ss]ec|pp?|[Vv]ol|ch|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_DATED = re.compile(r"(?<!\w)(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$")
_PART = re.compile(r"(?<!\w)(?:Arts?|Figs?|Secs?|Vols?|Chap|App|Pt|Bk)\.$")
_NUMERAL = re.compile(r"(?:[IVXLC]+|[A-Z])\b(?!['’]|\.\s)")
"""Of a part: "Vol. II", "Fig. A"."""
_A_NUMBER = re.compile(r"(?:(?:\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)|['’]s) [Nn]o|\b(?:a|as|is|was) No)\.$")
_SPOKEN_NUMBER = re.compile(r"(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b")
_STREET = re.compile(r"(?:\b[A-Z][\w’'-]*|\d(?:st|nd|rd|th)) St\.$")
_CLOCK = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?=\s\d))"
)
_OPENER = (
    r"(?:The|This|That|These|Those|A|An|He|She|It|They|We|You|I|There|Here|In|On|At|By|For|From|To|With|As|After|Before"
    r"|When|While|If|But|And|So|Or|Then|Now|No|Not|One|Two|Each|Every|Some|Any|All|Many|Most|Both|Half|First|Last|Next"
    r"|His|Her|Its|Their|Our|My|Your|What|Who|Why|How|Where)\b"
)
"""Words with which a sentence begins and no name does."""
_AFTER_CLOCK = re.compile(
    r"(?:(?:AK|H|[ACEMP])[SD]?T|GMT|UTC|BST|CES?T|EES?T|WES?T|IST|JST|KST|MSK|AE[SD]T|NZ[SD]T|SGT|HKT|Eastern|Central"
    r"|Pacific|Mountain|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    rf"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.|{_MONTH}"
    r"|(?:Christmas|New Year['’]s|Thanksgiving|Election|Easter|Labor|Memorial|Independence) (?:Eve|Day|Sunday|Monday)\b"
    rf"|(?!{_OPENER})(?:[A-Z][\w.’'-]*\s){{1,3}}[Tt]ime\b"
)
"""A time zone or a day, without which the time is not told: "5 p.m. ET", "5 p.m. Friday", "11 a.m. Alaska time"."""
_ONLY_WHEN = re.compile(
    r"(?P<begin>\A|[.!?…][\"”’)]*\s+)[\"“‘(]?(?:(?:On\s)?[A-Z][a-z]{2,5}day,?\s)?"
    r"(?:As of|At|By|Around|About|Since|After|Before|Until|From|at|by|around|(?:Shortly|Just|Right) (?:after|before))\s"
    r"(?:(?:about|around|roughly|approximately|nearly|exactly|just)\s)?\d{1,2}(?:[:.]\d\d)?\s?[AaPp]\.\s?[Mm]\.$"
)
"""A sentence of which only its time is told so far: "As of 10:45 a.m.", before "FlightAware reported"."""
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}\.$")
GERMAN_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)\b"
)
_INITIAL = re.compile(r"(?<![^\W\d_])[A-Z]\.$")
_OPENS = re.compile(_OPENER)


def goes_on_behind_abbreviation(before: str, after: str, *, begins_text: bool) -> bool:
    """Whether a sentence goes on behind the full stop that ends `before`.

    Args:
        before: the characters up to the full stop, as far as they matter.
        after: those behind it.
        begins_text: whether `before` begins where the text does.
    """
    word = before.rsplit(None, 1)[-1] if before else ""
    opens = bool(_OPENS.match(after))
    if _STREET.search(before) and opens:
        return False
    return bool(
        _UNFINISHED.fullmatch(word)
        or (_COUNTED.search(word) and after[:1].isdecimal())
        or (_DATED.search(word) and after[:1].islower())
        or (_PART.search(word) and _NUMERAL.match(after))
        or (_A_NUMBER.search(before) and _SPOKEN_NUMBER.match(after))
        or (_CLOCK.search(before) and _AFTER_CLOCK.match(after))
        or (not opens and (found := _ONLY_WHEN.search(before)) and (begins_text or found["begin"]))
        or (_ORDINAL.search(word) and GERMAN_MONTH.match(after))
    )


def parts_initials(text: str, cut: int) -> bool:
    """Whether a cut stands between letters of one abbreviation: in "U.S" of "non-U.S citizens"."""
    return text[cut : cut + 1].isupper() and _INITIAL.search(text, max(0, cut - 3), cut) is not None
