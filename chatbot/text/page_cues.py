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
    "technical": r"\b(?:click|tap|scroll|reload|refresh|enable javascript|unable to view|can['’]t see|"
    r"embed below|swipe|hover)\b|\bthis link\b|\bread (?:it )?here\b",
    "publisher_here": r"\bonly (?:at|on|in)\b|\b(?:visit|go to|check out|head to|bookmark)\b|"
    r"\bexclusive(?:ly)?\b.{0,30}\b(?:subscribers?|members?|access)\b",
    "asks_readers": r"\b(?:share (?:it|your|them)|send (?:it|us|your)|email us|tell us|we['’]d (?:love|like) to|have a (?:tip|story|question)|"
    r"do you have|let us know|join the conversation|comments? (?:below|section)|submit (?:a|your))\b",
    "follow": r"\bfollow(?:ed)?\b.{0,60}(?:\bon\b|@|\b(?:twitter|x|facebook|instagram|threads|bluesky|tiktok)\b)",
    "reach": r"\b(?:reach (?:him|her|them|me|out|the (?:author|reporter|writer)|[A-Z][\w.]+ [A-Z]\w+)|can be reached|contact (?:the )?(?:reporter|author|writer|him|her|them|"
    r"[A-Z][\w.]+ [A-Z]\w+)|email (?:him|her|them|the author|comments)|you can (?:reach|contact|email|follow|find)|e-?mail:)",
    "job": r"\b(?:reporter|columnist|correspondent|editor|journalist|producer|staff writer|contributor|fellow|meteorologist|"
    r"professor|author of|host of|is a writer|freelance\w*)\b",
    "covers": r"\b(?:covers?|writes? (?:about|for)|reports? on|writing (?:about|for)|is an? [\w -]{0,40}(?:reporter|correspondent|journalist|"
    r"columnist|editor|writer|intern|fellow)\b.{0,40}\b(?:for|at|with|of|covering)\b)",
    "opinion_page": r"\|\s*(?:opinion|editorial|column|letters?|commentary|perspectives?)\W*$|^opinion\b",
    "contributed": r"\bcontribut(?:ed|ing|ions?|ors?)\b|\b(?:reporting|editing|compiled|writing|produced|translated|additional reporting) by\b",
    "credit": r"\bgetty\b|\b(?:photos?|photographs?|images?|illustrations?|graphics?|videos?|file|courtesy|credit)\s*(?:by|:|/|of)|"
    r"©|\(c\)|\bcopyright\b|\ball rights reserved\b|\bvia (?:ap|reuters|getty|imagn|usa today)\b|^sources?\b(?:\s*:|\s+[A-Z])",
    "this_updated": r"\b(?:this|the) (?:story|article|page|post|piece|report|column|file|headline|version|graphic|live blog)(?: and \w+)?"
    r" (?:has been|have been|was|were|will be|is being|first|originally|initially|may be)(?: \w+)? ?"
    r"(?:updated|corrected|clarified|published|appeared|edited|amended|changed|revised)?\b",
    "updated": r"\b(?:story|article|page|post|piece|report|column|file|headline|version|map|graphic|live blog)\b.{0,40}"
    r"\b(?:updated|corrected|clarified|first (?:published|appeared)|originally (?:published|appeared)|initially published|edited|amended)\b|"
    r"\b(?:originally|first|initially) (?:published|appeared|posted|ran)\b|\b(?:an earlier|a previous) version\b",
    "note": r"^\W*(?:editor|publisher|author)s?['’]?s?['’]? ?(?:['’]s )?note\b|^\W*(?:correction|clarification|disclaimer|note to readers|disclosure)s?\b\s*[:(]|"
    r"\bthis page (?:is a summary|summari[sz]es)\b|\bopinions? expressed\b|\bif you or someone you know\b|\bviews expressed\b",
    "stamp": r"^\W*(?:(?:first |last )?(?:published|updated|posted|modified)\b)|\b\d+ ?min(?:ute)?s?\.? read\b|"
    r"\b\d{1,2}:\d{2}\s?[ap]\.?m\.?\s?(?:[ECMP][SD]?T|GMT|BST)\b",
    "lead_in": r"^\W*(?:read|see|watch|listen|learn|find|get|view|track|look|scroll|click|check|here|discover|explore|skim|play|try|want|need|"
    r"catch up|take a look|meet|test)\b",
    "more": r"^\W*(?:more|read more|related|also|see also|see more|learn more|in case you missed it|don['’]t miss|watch|listen|recommended|"
    r"previously|background|interactive|graphics?|photos?|video|live|live updates|live blog|fact check|podcast|map|gallery|explainer|"
    r"must[- ]reads?|what to read next|up next|top stories|trending|on the web|go deeper|latest|poll|join us)\b[^:|.!?]{0,40}[:|>»➤]",
    "more_alone": r"^\W*(?:read|learn|see|find out|view|show|load|hear|watch) more\b.{0,24}$|^\W*(?:advertisement|share|related|trending|"
    r"comments?|top stories|today['’]s talkers|livestream|more from|recommended|replay|must watch)\b.{0,24}$",
    "announces": r"\bhere(?:['’]s|['’]re| is| are)\b|\b(?:what|things|everything|facts|takeaways) (?:you (?:need|should|have) )?(?:to|should)? ?know\b|"
    r"\b(?:below (?:is|are)|(?:is|are|see) below|the following|as follows|this is what|these are the|a look at|take a look|find out)\b",
    "announces_first": r"^\W*(?:here(?:['’]s|['’]re| is| are)\b|(?:these|those) are\b|below\b|the following\b|let['’]s\b)",
    "announces_what": r"\bhere(?:['’]s|['’]re| is| are)\s+(?:(?:exactly|more|just)\s+)?(?:what|how|where|why|when|who|which|everything|all|some|your|our|"
    r"(?:a|an|the)\s+(?:\w+['’]?\s+){0,3}?(?:look|timeline|primer|list|lists|guide|breakdown|recap|rundown|summary|checklist|names|latest|facts|answers?|"
    r"links?|map|schedule|history|roundup|glance|examples?)|(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b)",
    "points_to": r"^\W*(?:to|for) (?:read|view|see|learn|find|check|report|sign|apply|watch|register|more|donate|subscribe|the (?:latest|full))\b.{0,90}"
    r"\b(?:visit|go to|click|call|see|use|head to|check)\b|\bcan be (?:viewed|found|read|seen|accessed) (?:at|on|here|online|by)\b|"
    r"\b(?:visit|go to|at) (?:www\.)?[\w-]+\.(?:com|gov|org|net|edu)\b",
    "greeting": r"^\W*(?:good (?:morning|evening|afternoon|day)|happy (?:mon|tues|wednes|thurs|fri|satur|sun)day|hello|hi|hey|welcome (?:back )?to|"
    r"thanks for (?:reading|joining)|that['’]s (?:all|it) for|see you|until (?:next|tomorrow)|i['’]m [A-Z])\b",
    "local": r"\bwhat['’]s the weather\b|\blocal forecast\b|\bphoto of the day\b|\bhoroscope\b|\btoday['’]s (?:number|quote|talkers|weather)\b",
    "handle": r"(?:^|[\s(,])@\w{2,}",
    "address": r"[\w.+-]+@[\w-]+\.\w+|https?://|\bwww\.|\b[\w-]+\.(?:com|org|gov|net|edu|co\.uk|ca)\b",
    "hashtag": r"(?:^|\s)#\w+",
    "we": r"\b(?:usa today|cnn|bbc|the week|our (?:site|coverage|story|team|readers|website|reporters|journalists|graphics))\b",
    "you": r"\b(?:you|your|yours)\b",
    "picture": r"\b(?:pictured|seen here|shown here|\((?:left|right|center|top|bottom)\)|in this (?:photo|image|picture|undated|file)|file photo|"
    r"(?:photo|image|video) (?:shows|from|of|provided)|screenshot|photo:)\b",
    "asks": r"\?\W*$",
}

_CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_NAMES = re.compile(
    r"^(?:[-–—‒]\s*)?(?:by\s+)?(?:[A-ZÀ-Þ][\w.'’-]*\s+){1,3}[A-ZÀ-Þ][\w'’.-]+"
    r"(?:\s*(?:,|and|&|;|und|et|y)\s*(?:[A-ZÀ-Þ][\w.'’-]*\s+){0,3}[A-ZÀ-Þ][\w'’.-]+)*\.?$"
)
_AGENCIES = re.compile(
    r"^\W*(?:reuters|ap|afp|dpa|associated press|the associated press|bloomberg|usa today(?: network| sports)?|cnn|bbc(?: news)?|"
    r"from [\w ]{3,40}(?:staff|wire)[\w ]{0,20}|staff(?: and wire)? reports?|wire reports?|staff writer|your turn)\b.{0,24}$",
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
