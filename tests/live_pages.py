"""Four live pages as real ones are made: newest first and oldest first, with and without headings, of one day and two.

Each is asked ten questions by clock time and by order; `None` stands for one that must be refused.
"""

from __future__ import annotations

import json
from typing import NamedTuple


class Post(NamedTuple):
    """An entry of a live page."""

    moment: str
    shown: str
    heading: str
    text: str


class LivePage(NamedTuple):
    """A live page with what is asked about it."""

    name: str
    title: str
    publisher: str
    lead: str
    posts: tuple[Post, ...]
    """In the order of the page."""
    shape: str
    questions: tuple[tuple[str, str | None], ...]
    """Each with words that stand in the right entry; None where nothing answers."""

    def html(self) -> bytes:
        """The page as a browser gets it."""
        stated = {
            "@context": "https://schema.org",
            "@type": "LiveBlogPosting",
            "headline": self.title,
            "datePublished": min(post.moment for post in self.posts),
            "dateModified": max(post.moment for post in self.posts),
        }
        entries = "".join(map(SHAPES[self.shape], self.posts))
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self.title} | {self.publisher}</title>'
            f'<meta property="og:site_name" content="{self.publisher}">'
            f'<script type="application/ld+json">{json.dumps(stated)}</script></head><body>'
            "<header><nav><a href=/>Home</a><a href=/news>News</a><a href=/sport>Sport</a></nav></header>"
            f"<main><h1>{self.title}</h1><p>{self.lead}</p>{CONTAINERS[self.shape].format(entries)}</main>"
            "<footer><p>All rights reserved.</p></footer></body></html>"
        ).encode()


def _article(post: Post) -> str:
    heading = f"<h3>{post.heading}</h3>" if post.heading else ""
    return (
        f'<article class="live-post"><header><time datetime="{post.moment}">{post.shown}</time>{heading}</header>'
        f"{_paragraphs(post)}<button>Share</button></article>"
    )


def _item(post: Post) -> str:
    heading = f"<h2>{post.heading}</h2>" if post.heading else ""
    return f'<li><span class="post-time">{post.shown}</span>{heading}<div>{_paragraphs(post)}</div></li>'


def _paragraphs(post: Post) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in post.text.split("\n"))


SHAPES = {"articles": _article, "items": _item}
CONTAINERS = {"articles": '<section class="live-blog">{}</section>', "items": '<ol id="live-feed">{}</ol>'}

STORM = LivePage(
    "storm",
    "Storm Petra live: ferries halted, 41,000 homes without power",
    "Tarn Valley Post",
    "Storm Petra has reached the west coast. Follow the latest on power, trains and ferries here.",
    (
        Post(
            "2025-10-14T18:45:00+01:00",
            "18:45",
            "Warning lifted",
            "The weather service has lifted the red warning for the west coast. An amber warning stays in force until "
            "midnight.",
        ),
        Post(
            "2025-10-14T17:10:00+01:00",
            "17:10",
            "Power back in Ardle",
            "Electricity is back in 12,000 homes around Ardle, the grid operator says. About 29,000 homes are still "
            "cut off.",
        ),
        Post(
            "2025-10-14T15:30:00+01:00",
            "15:30",
            "Schools stay closed",
            "All schools in the county stay closed on Wednesday, education chief Lorna Fitch said.",
        ),
        Post(
            "2025-10-14T14:20:00+01:00",
            "14:20",
            "Crane falls in harbor",
            "A loading crane has fallen into the inner harbor at Kessock. Nobody was hurt, the port authority "
            "says.\nDivers will look at the wreck when the wind drops.",
        ),
        Post(
            "2025-10-14T12:05:00+01:00",
            "12:05",
            "Coast line blocked",
            "A beech has fallen on the coast line near Dunmore, and no train runs between Ardle and Kessock.",
        ),
        Post(
            "2025-10-14T10:40:00+01:00",
            "10:40",
            "41,000 homes without power",
            "The grid operator counts 41,000 homes without power.",
        ),
        Post(
            "2025-10-14T09:15:00+01:00",
            "09:15",
            "Ferries halted",
            "All ferries to the islands are halted until further notice, the shipping line says.",
        ),
    ),
    "articles",
    (
        ("What happened at 14:20 in the storm?", "crane has fallen"),
        ("What happened at 2.20 pm on the day of Storm Petra?", "crane has fallen"),
        ("What happened between noon and 1 pm in Storm Petra?", "beech has fallen"),
        ("What was the first thing that happened in Storm Petra?", "All ferries to the islands"),
        ("What is the latest update on Storm Petra?", "lifted the red warning"),
        ("What happened in the storm after the crane fell?", "All schools in the county"),
        ("Was geschah um 17.10 Uhr beim Sturm Petra?", "back in 12,000 homes"),
        ("What happened at 16:00 in Storm Petra?", None),
        ("What happened at 3:15 a.m. in Storm Petra?", None),
        ("What did the mayor say at 14:20 in Storm Petra?", None),
    ),
)
VOTE = LivePage(
    "vote",
    "Parliament votes on the harbor bill: as it happened",
    "Corrie Herald",
    "Members of parliament debate and vote today on the bill that would sell the state harbors.",
    (
        Post(
            "2025-10-15T09:30:00+01:00",
            "9.30am",
            "Debate opens",
            "Speaker Ines Calloway has opened the debate on the harbor bill.",
        ),
        Post(
            "2025-10-15T11:00:00+01:00",
            "11am",
            "Minister defends the sale",
            "Transport minister Paul Reiner tells members that the sale will bring 2.4 billion crowns.",
        ),
        Post(
            "2025-10-15T12:50:00+01:00",
            "12.50pm",
            "Dockers march",
            "About 3,000 dockers are marching past the parliament, police say.",
        ),
        Post(
            "2025-10-15T14:05:00+01:00",
            "2.05pm",
            "Amendment fails",
            "The amendment of the Greens, which would have kept the harbor of Corrie in public hands, has failed.",
        ),
        Post(
            "2025-10-15T15:32:00+01:00",
            "3.32pm",
            "Bill passes by 96 votes to 41",
            "The harbor bill has passed its final vote by 96 votes to 41.",
        ),
        Post(
            "2025-10-15T15:55:00+01:00",
            "3.55pm",
            "Minister for the sea resigns",
            "Hanna Osei, the minister for the sea, has resigned in protest.",
        ),
        Post(
            "2025-10-15T17:20:00+01:00",
            "5.20pm",
            "Union announces strike",
            "The dockers’ union has announced a strike from Monday on. That is all from us today.",
        ),
    ),
    "articles",
    (
        ("What happened at 3:32 pm in parliament?", "96 votes to 41"),
        ("What happened in parliament at 15:32?", "96 votes to 41"),
        ("What happened between 2 and 3 pm in the debate on the harbor bill?", "amendment of the Greens"),
        ("What happened after the vote on the harbor bill?", "Hanna Osei"),
        ("What was the last post about the harbor bill?", "announced a strike"),
        ("How did the day of the harbor bill begin: what was the first entry?", "opened the debate"),
        ("¿Qué pasó a las 12:50 en el parlamento?", None),
        ("What happened at half past nine in parliament?", "opened the debate"),
        ("What happened at 10:15 in parliament?", None),
        ("Who resigned at 2:05 pm in parliament?", None),
    ),
)
MATCH = LivePage(
    "match",
    "Arden Rovers 3-2 Tolm City: cup semi-final live",
    "Touchline Weekly",
    "Arden Rovers meet Tolm City in the semi-final of the cup. Follow every goal here.",
    (
        Post(
            "2025-10-15T21:52:00+01:00",
            "21:52",
            "",
            "Full time! Arden Rovers are in the final after a 3-2 win over Tolm City.",
        ),
        Post("2025-10-15T21:40:00+01:00", "21:40", "", "GOAL! Marek Dussault scores the 3-2 for Arden with a header."),
        Post(
            "2025-10-15T21:24:00+01:00",
            "21:24",
            "",
            "Red card for Tolm captain Joel Anstey after a second foul on Brandt.",
        ),
        Post(
            "2025-10-15T21:05:00+01:00",
            "21:05",
            "",
            "The second half is under way. Tolm have brought on Sven Abara.",
        ),
        Post("2025-10-15T20:46:00+01:00", "20:46", "", "Half-time, and it is 2-2 after a wild first half."),
        Post("2025-10-15T20:18:00+01:00", "20:18", "", "GOAL! Luis Brandt scores from the spot, 1-0 for Arden."),
        Post("2025-10-15T20:00:00+01:00", "20:00", "", "Kick-off at Mill Lane, where 31,400 people fill the stands."),
    ),
    "items",
    (
        ("What happened at 21:24 in the semi-final?", "Red card for Tolm captain"),
        ("Who scored at 20:18 in the semi-final?", "Luis Brandt"),
        ("What happened between 20:40 and 20:50 in the cup match of Arden Rovers?", "2-2 after a wild"),
        ("What was the first update of the Arden Rovers match?", "Kick-off at Mill Lane"),
        ("What was the last entry on Arden Rovers?", "Full time!"),
        ("What happened after the red card in the Arden Rovers match?", "Marek Dussault"),
        ("What happened at 9:40 pm in the semi-final?", "Marek Dussault"),
        ("What happened around 9 p.m. in the semi-final?", "second half is under way"),
        ("What happened at 22:30 in the semi-final?", None),
        ("Who was sent off at 20:46 in the semi-final?", None),
    ),
)
TRIAL = LivePage(
    "trial",
    "Trial of banker Edwin Marlow: live updates from the court",
    "The Weir Chronicle",
    "Edwin Marlow is accused of moving 80 million dollars of clients’ money abroad. We report from the court in Weir.",
    (
        Post(
            "2025-10-16T10:05:00-04:00",
            "10:05 a.m. ET",
            "Jury seated",
            "Twelve jurors have been seated, and Judge Carla Whitmore has read them the charges.",
        ),
        Post(
            "2025-10-16T11:30:00-04:00",
            "11:30 a.m. ET",
            "Prosecution opens",
            "Prosecutor Dana Holt says that Marlow built a machine for stealing.",
        ),
        Post(
            "2025-10-16T15:45:00-04:00",
            "3:45 p.m. ET",
            "First witness",
            "Former accountant Ruth Penner tells the court that she was ordered to delete files.",
        ),
        Post(
            "2025-10-17T09:40:00-04:00",
            "9:40 a.m. ET",
            "Marlow takes the stand",
            "Edwin Marlow has taken the stand. He denies that he knew of the transfers.",
        ),
        Post(
            "2025-10-17T14:15:00-04:00",
            "2:15 p.m. ET",
            "Recess",
            "The judge has sent the jury out after a quarrel between the lawyers.",
        ),
        Post(
            "2025-10-17T16:50:00-04:00",
            "4:50 p.m. ET",
            "Verdict: guilty",
            "The jury finds Edwin Marlow guilty on nine of eleven counts.",
        ),
    ),
    "articles",
    (
        ("What happened at 9:40 a.m. in the Marlow trial?", "has taken the stand"),
        ("What happened at 19:45 GMT in the trial of Edwin Marlow?", "Ruth Penner"),
        ("What happened on 16 October between 10 and 11 a.m. in the Marlow trial?", "Twelve jurors"),
        ("What was the first thing that happened in the Marlow trial?", "Twelve jurors"),
        ("What is the latest update on the Marlow trial?", "guilty on nine"),
        ("What happened before the verdict in the Marlow trial?", "sent the jury out"),
        ("Que s'est-il passé à 16h50 au procès Marlow ?", "guilty on nine"),
        ("What happened at 9:40 a.m. on 16 October in the Marlow trial?", None),
        ("What happened at noon in the Marlow trial?", None),
        ("What did the prosecutor say at 4:50 p.m. in the Marlow trial?", None),
    ),
)
PAGES = (STORM, VOTE, MATCH, TRIAL)
