"""Wire copies stay copies however outlets edit them; bulletins of one template and numbers of one series are none."""

from __future__ import annotations

import pytest

from chatbot.library.duplicates import COPY_CONTAINMENT, containment, is_copy, shingles

TRAIN = (
    "The night train from Ostrava to Lublin left the rails near Brzesko on Tuesday, and eleven passengers were hurt. "
    "The driver, Marek Zelny, said that a signal had failed two minutes before. The railway closed the line until "
    "engineers have looked at the track. Passengers described a long grinding noise and then darkness, as the lamps "
    "went out. An inquiry led by Inspector Olga Wilk will begin on Friday and is expected to take six weeks."
)
OUTAGE = (
    "{day}: Line {line} between {start} and {end} will not run on {day} from {hour} because of work on the bridge. "
    "Passengers should use the replacement bus, which stops at the town hall every twenty minutes. Tickets remain "
    "valid. The operator apologises and says that the service will resume the following morning as planned."
)
MARKET = (
    "Shares in {place} closed {way} on {day} as investors weighed the decision of the central bank. The index ended at "
    "{index} points, {percent} percent {way} from the previous session. Trading volume was in line with the average of "
    "the past month, brokers said. Analysts expect markets to remain volatile until the next meeting of the bank."
)
VERDICT = (
    "On Friday {accused} was found guilty by the district court of {place} and sentenced to prison. The judge said "
    "that the accused had shown no remorse and had deceived many elderly people over a long time. The defence "
    "announced an appeal. The association of victims welcomed the verdict. Lawyer {lawyer} spoke for the victims."
)
MATCH = (
    "{home} beat {guest} {score} in the regional league on Saturday before a large crowd. The coach praised the young "
    "team for its patience and said that the work of the past months was paying off. The visitors complained about the "
    "referee. The next round will be played after the winter break, when several injured players are expected back."
)
BEBEN = (
    "Ein Erdbeben der Stärke {strength} hat am {day} die Region Sorn erschüttert, teilte das Institut mit. Es hatte "
    "eine Tiefe von {depth} Kilometern. Schäden wurden nicht gemeldet. Das Institut rechnet in den kommenden Tagen mit "
    "Nachbeben und bittet die Menschen, sich von den Klippen fernzuhalten. Die Stärke kann noch korrigiert werden."
)
FRAME = (
    "Here is what you need to know to get up to speed and on with your day, in one short letter every morning. You can "
    "also listen to it wherever you get your podcasts. {news} That is all for now. Tell us what you would like to see "
    "more of by answering this mail, and send the letter to a friend who would like it as much as we hope you do."
)


@pytest.mark.parametrize(
    "copy",
    [
        f"BRZESKO, March 8 (Wire) — {TRAIN}",
        f"BRZESKO, March 8 (Wire) - {TRAIN.partition('Passengers')[0]}",
        f"By Ann Lee and Kim Ode\n\nBrzesko: {TRAIN}",
        f"{TRAIN}\n\nAdditional reporting by Ines Roth in Krakow. The Calder Courier, 14 Main Street, Calder.",
        TRAIN.partition("Passengers")[0],
        TRAIN.replace("eleven", "11")
        .replace("six weeks", "6 weeks")
        .replace("Tuesday", "Tues.")
        .replace("Friday", "Fri."),
        TRAIN.replace("Zelny", "Zelný").replace("Brzesko", "Brzezko").replace("rails", "tracks"),
        TRAIN.replace("on Tuesday", "yesterday").replace("said that", "told reporters that"),
        TRAIN.replace("eleven", "fourteen"),
        f"{TRAIN} Two of them were from Prague. Mayor Jan Holub visited the hospital on Wednesday.",
    ],
)
def test_edited_wire_stories_are_copies(copy: str) -> None:
    assert is_copy(TRAIN, copy)
    assert is_copy(copy, TRAIN)


@pytest.mark.parametrize(
    ("template", "first", "second"),
    [
        (
            OUTAGE,
            {"day": "Monday", "line": 4, "start": "Selby", "end": "Arden", "hour": "08:00"},
            {"day": "Tuesday", "line": 7, "start": "Holm", "end": "Vik", "hour": "10:30"},
        ),
        (
            OUTAGE,
            {"day": "Monday", "line": 4, "start": "Selby", "end": "Arden", "hour": "08:00"},
            {"day": "Thursday", "line": 4, "start": "Selby", "end": "Arden", "hour": "08:00"},
        ),
        (
            MARKET,
            {"place": "Oslo", "way": "higher", "day": "Monday", "index": "1,402.5", "percent": "0.8"},
            {"place": "Oslo", "way": "lower", "day": "Wednesday", "index": "1,377.1", "percent": "1.2"},
        ),
        (
            VERDICT,
            {"accused": "Anna Holt", "place": "Selby", "lawyer": "Ines Roth"},
            {"accused": "Peter Marsh", "place": "Arden", "lawyer": "Karl Beck"},
        ),
        (
            MATCH,
            {"home": "Selby United", "guest": "Arden Town", "score": "2-1"},
            {"home": "Holm Rovers", "guest": "Vik City", "score": "3-0"},
        ),
        (BEBEN, {"strength": "4,1", "day": "Montag", "depth": 12}, {"strength": "5,6", "day": "Mittwoch", "depth": 9}),
        (
            FRAME,
            {"news": "The senate of Norland passed the budget of Erik Moen. Storm Lyra reached Vik."},
            {"news": "The port of Calder opened a terminal for Tallis Shipping. Ada Quint won the Hollis prize."},
        ),
    ],
)
def test_bulletins_of_one_template_are_no_copies(
    template: str, first: dict[str, object], second: dict[str, object]
) -> None:
    one, other = template.format(**first), template.format(**second)
    assert containment(shingles(one), shingles(other)) >= COPY_CONTAINMENT, "only facts tell them apart"
    assert not is_copy(one, other)
    assert not is_copy(other, one)
    assert is_copy(one, one)


def test_one_number_written_in_two_ways_is_one() -> None:
    texts = (BEBEN.format(strength=strength, day="Montag", depth=12) for strength in ("4,1", "4.1"))
    assert is_copy(*texts)


def test_long_texts_of_few_words_are_compared_in_seconds() -> None:
    one, other = (" ".join(str(at % length) for at in range(60_000)) for length in (50, 49))
    assert is_copy(one, other)
