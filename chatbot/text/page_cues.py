"""The words by which page furniture gives itself away: what asks to subscribe, points elsewhere, or names a writer.

No cue decides by itself; `furniture.py` weighs them with the form of a sentence and its place on the page. They are
English, as the pages are whose labels they are weighed by.
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 600
"""Characters of a sentence that are looked at: furniture is short, and patterns cost time."""

_PATTERNS: dict[str, str] = {
    "newsletter": r"\bnewsletters?\b|\binbox\b|\bsign(?:ing)? up\b|\bsubscri(?:be|bers?|ption)\b",
    "offer": r"\b(?:crossword|podcasts?|app store|google play|our app|download (?:the|our)|free trial|for just \$|"
    r"horoscope|quiz|sudoku|shop(?:ping)?|deals?|coupon)\b",
    "technical": r"\b(?:click|tap|scroll|reload|refresh|enable javascript|unable to view|can['’]t see|embed below|"
    r"swipe|hover)\b|\bthis link\b|\bread (?:it )?here\b",
    "publisher_here": r"\bonly (?:at|on|in)\b|\b(?:visit|go to|check out|head to|bookmark)\b|"
    r"\bexclusive(?:ly)?\b.{0,30}\b(?:subscribers?|members?|access)\b",
    "asks_readers": r"\b(?:share (?:it|your|them)|send (?:it|us|your)|email us|tell us|we['’]d (?:love|like) to|"
    r"have a (?:tip|story|question)|do you have|let us know|join the conversation|comments? (?:below|"
    r"section)|submit (?:a|your))\b",
    "follow": r"\bfollow (?:(?:him|her|them|us|me|along|the|our|[A-Z@])\b.{0,60}|\W{0,3})"
    r"(?:\bon (?:twitter|x|facebook|instagram|threads|"
    r"bluesky|tiktok|youtube|linkedin|social)\b|@\w)|\bfollow (?:us|along)\b",
    "reach": r"\b(?:reach (?:him|her|them|me|out|the (?:author|reporter|writer)|[A-Z][\w.]+ [A-Z]\w+)|"
    r"can be reached|contact (?:the )?(?:reporter|author|writer|him|her|them|[A-Z][\w.]+ [A-Z]\w+)|"
    r"email (?:him|her|them|the author|comments)|you can (?:reach|contact|email|follow|find)|e-?mail:)",
    "job": r"\b(?:reporter|columnist|correspondent|editor|journalist|producer|staff writer|contributor|fellow|"
    r"meteorologist|professor|author of|host of|is a writer|freelance\w*)\b",
    "covers": r"\b(?:covers?|writes? (?:about|for)|reports? on|writing (?:about|for)|is an? [\w -]{0,40}(?:reporter|"
    r"correspondent|journalist|columnist|editor|writer|intern|fellow)\b.{0,40}\b(?:for|at|with|of|"
    r"covering)\b)",
    "opinion_page": r"\|\s*(?:opinion|editorial|column|letters?|commentary|perspectives?)\W*$|^opinion\b",
    "contributed": r"\bcontribut(?:ed|ing|ions?|ors?)\b|\b(?:reporting|editing|compiled|writing|produced|translated|"
    r"additional reporting) by\b",
    "credit": r"\bgetty\b|\b(?:photos?|photographs?|images?|illustrations?|graphics?|videos?|file|courtesy|"
    r"credit)\s*(?:by|:|/|of)|©|\(c\)|\bcopyright\b|\ball rights reserved\b|\bvia (?:ap|reuters|getty|"
    r"imagn|usa today)\b|^sources?\b(?:\s*:|\s+[A-Z])",
    "this_updated": r"\b(?:this|the) (?:story|article|page|post|piece|report|column|file|headline|version|graphic|"
    r"live blog)(?: and \w+)? (?:has been|have been|was|were|will be|is being|first|originally|initially|"
    r"may be)(?: \w+)? ?(?:updated|corrected|clarified|published|appeared|edited|amended|changed|"
    r"revised)?\b",
    "updated": r"\b(?:story|article|page|post|piece|report|column|file|headline|version|map|graphic|"
    r"live blog)\b.{0,40}\b(?:updated|corrected|clarified|first (?:published|appeared)|"
    r"originally (?:published|appeared)|initially published|edited|amended)\b|\b(?:originally|first|"
    r"initially) (?:published|appeared|posted|ran)\b|\b(?:an earlier|a previous) version\b",
    "note": r"^\W*(?:editor|publisher|author)s?['’]?s?['’]? ?(?:['’]s )?note\b|^\W*(?:correction|clarification|"
    r"disclaimer|note to readers|disclosure)s?\b\s*[:(]|\bthis page (?:is a summary|summari[sz]es)\b|"
    r"\bopinions? expressed\b|\bif you or someone you know\b|\bviews expressed\b",
    "stamp": r"^\W*(?:(?:first |last )?(?:published|updated|posted|modified)\b)|\b\d+ ?min(?:ute)?s?\.? read\b|"
    r"\b\d{1,2}:\d{2}\s?[ap]\.?m\.?\s?(?:[ECMP][SD]?T|GMT|BST)\b",
    "lead_in": r"^\W*(?:read|see|watch|listen|learn|find|get|view|track|look|scroll|click|check|here|discover|"
    r"explore|skim|play|try|want|need|catch up|take a look|meet|test)\b",
    "more": r"^\W*(?:more|read more|related|also|see also|see more|learn more|in case you missed it|don['’]t miss|"
    r"watch|listen|recommended|previously|background|interactive|graphics?|photos?|video|live|"
    r"live updates|live blog|fact check|podcast|map|gallery|explainer|must[- ]reads?|what to read next|"
    r"up next|top stories|trending|on the web|go deeper|latest|poll|join us)\b[^:|.!?]{0,40}[:|>»➤]",
    "more_alone": r"^\W*(?:read|learn|see|find out|view|show|load|hear|watch) more\b.{0,24}$|"
    r"^\W*(?:advertisement|share|related|trending|comments?|top stories|today['’]s talkers|livestream|more from|"
    r"recommended|replay|must watch)\b.{0,24}$",
    "announces": r"\bhere(?:['’]s|['’]re| is| are)\b|\b(?:what|things|everything|facts|takeaways) (?:you (?:need|"
    r"should|have) )?(?:to|should)? ?know\b|\b(?:below (?:is|are)|(?:is|are|see) below|the following|"
    r"as follows|this is what|these are the|a look at|take a look|find out)\b",
    "announces_first": r"^\W*(?:here(?:['’]s|['’]re| is| are)\b|"
    r"(?:these|those) are\b|below\b|the following\b|let['’]s\b)",
    "announces_what": r"\bhere(?:['’]s|['’]re| is| are)\s+"
    r"(?:(?:exactly|more|just)\s+)?(?:what|how|where|why|when|who|which|"
    r"everything|all|some|your|our|(?:a|an|the)\s+(?:\w+['’]?\s+){0,3}?(?:look|timeline|primer|list|lists|"
    r"guide|breakdown|recap|rundown|summary|checklist|names|latest|facts|answers?|links?|map|schedule|"
    r"history|roundup|glance|examples?)|(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b)",
    "points_to": r"^\W*(?:to|for) (?:read|view|see|learn|find|check|report|sign|apply|watch|register|more|donate|"
    r"subscribe|the (?:latest|full))\b.{0,90}\b(?:visit|go to|click|call|see|use|head to|check)\b|"
    r"\bcan be (?:viewed|found|read|seen|accessed) (?:at|on|here|online|by)\b|\b(?:visit|go to|"
    r"at) (?:www\.)?[\w-]+\.(?:com|gov|org|net|edu)\b",
    "greeting": r"^\W*(?:good (?:morning|evening|afternoon|day)|happy (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"hello|hi|hey|welcome (?:back )?to|thanks for (?:reading|joining)|that['’]s (?:all|it) for|see you|"
    r"until (?:next|tomorrow)|i['’]m [A-Z])\b",
    "local": r"\bwhat['’]s the weather\b|\blocal forecast\b|\bphoto of the day\b|\bhoroscope\b|"
    r"\btoday['’]s (?:number|quote|talkers|weather)\b",
    "handle": r"(?:^|[\s(,])@\w{2,}",
    "address": r"[\w.+-]+@[\w-]+\.\w+|https?://|\bwww\.|\b[\w-]+\.(?:com|org|gov|net|edu|co\.uk|ca)\b",
    "hashtag": r"(?:^|\s)#\w+",
    "we": r"\b(?:usa today|cnn|bbc|the week|our (?:site|coverage|story|team|readers|website|reporters|"
    r"journalists|graphics))\b",
    "you": r"\b(?:you|your|yours)\b",
    "picture": r"\b(?:pictured|seen here|shown here|\((?:left|right|center|top|bottom)\)|in this (?:photo|image|"
    r"picture|undated|file)|file photo|(?:photo|image|video) (?:shows|from|of|provided)|screenshot|"
    r"photo:)\b",
    "asks": r"\?\W*$",
}
_CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_NAMES = re.compile(
    r"^(?:[-–—‒]\s*)?(?:by\s+)?(?:[A-ZÀ-Þ][\w.'’-]*\s+){1,3}[A-ZÀ-Þ][\w'’.-]+(?:\s*(?:,|and|&|;|und|et|"
    r"y)\s*(?:[A-ZÀ-Þ][\w.'’-]*\s+){0,3}[A-ZÀ-Þ][\w'’.-]+)*\.?$",
)
_AGENCIES = re.compile(
    r"^\W*(?:reuters|ap|afp|dpa|associated press|the associated press|bloomberg|usa today(?: network|"
    r" sports)?|cnn|bbc(?: news)?|from [\w ]{3,40}(?:staff|wire)[\w ]{0,20}|staff(?: and wire)? reports?|"
    r"wire reports?|staff writer|your turn)\b.{0,24}$",
    re.IGNORECASE,
)


def cues_of(sentence: str) -> set[str]:
    """Names of the cues in a sentence."""
    looked_at = sentence[:MOST_CHARACTERS]
    return {name for name, pattern in _CUES.items() if pattern.search(looked_at)}


def is_names(sentence: str) -> bool:
    """Whether a sentence is nothing but a few names of people."""
    return bool(_NAMES.match(sentence[:MOST_CHARACTERS]))


def is_agency(sentence: str) -> bool:
    """Whether a sentence is nothing but the name of an agency or newsroom."""
    return bool(_AGENCIES.match(sentence[:MOST_CHARACTERS]))
