"""The stages of answering, each on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.attribution import Attributor, belong_together
from chatbot.answering.citing import CitationList
from chatbot.answering.claims import is_claim, is_source_label, says_nothing_found
from chatbot.answering.conflicts import ConflictFinder, comparable
from chatbot.answering.conversation import depends_on_conversation
from chatbot.answering.corrections import find_corrections, is_correction, is_notice
from chatbot.answering.counted import counts_differ, disputed_numbers, stated_numbers
from chatbot.answering.focus import focused
from chatbot.answering.sentence_stream import cut_sentences, read_markers
from chatbot.answering.wording import quotation
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Evidence, Metadata, Span
from chatbot.verification.evidence import FeatureSupportModel

MARCH = datetime(2025, 3, 18, tzinfo=UTC)


def evidence(quote: str, story: str = "a", days: int = 0, publisher: str = "Courier", title: str = "") -> Evidence:
    return Evidence(
        article_id=story,
        version=1,
        span=Span(0, len(quote)),
        quote=quote,
        metadata=Metadata(title=title, publisher=publisher, published=MARCH + timedelta(days=days)),
        story=story,
    )


@pytest.mark.parametrize(
    ("stream", "sentences"),
    [
        ("They spoke. [1] It ended [2].", [("They spoke.", (1,)), ("It ended.", (2,))]),
        ("- One fact [1, 3]\n- Another [2][4]", [("One fact", (1, 3)), ("Another", (2, 4))]),
        (
            "The call ended at 1 p.m. ET on Tuesday [1]. Fine.",
            [("The call ended at 1 p.m. ET on Tuesday.", (1,)), ("Fine.", ())],
        ),
        ("[1]", []),
        ("", []),
    ],
)
def test_a_stream_is_cut_into_sentences_with_their_markers(
    stream: str, sentences: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [tuple(draft) for draft in cut_sentences(stream)] == sentences


@given(st.text(alphabet="ab. []12\n?", max_size=60), st.integers(1, 7))
def test_how_the_stream_is_chopped_loses_no_word(text: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    words = "".join(read_markers(text).text.split())
    shown = "".join("".join(draft.text.split()) for draft in cut_sentences(pieces))
    kept = [char for char in words if char in "ab12"]
    assert [char for char in shown if char in "ab12"] == kept or any(mark in text for mark in ("1.", "2.", "[", "]"))


def test_a_wrong_marker_is_repaired_and_a_right_one_kept(encoder: SentenceEncoder) -> None:
    attributor = Attributor(FeatureSupportModel(encoder))
    pool = [
        evidence("The council approved a budget of 48 million dollars on Tuesday."),
        evidence("Kremlin spokesman Dmitry Peskov said the call would last until 6 p.m.", "b"),
    ]
    claim = "Dmitry Peskov is the Kremlin spokesman."
    assert attributor.attribute(claim, (1,), pool).evidence == (pool[1],)
    assert attributor.attribute(claim, (2,), pool).evidence == (pool[1],)
    assert attributor.attribute(claim, (9,), pool).evidence == (pool[1],)


@pytest.mark.parametrize(
    "claim",
    [
        "Alexander Lukashenko is the Kremlin spokesman.",
        "The council approved a budget of 84 million dollars on Tuesday.",
        "Oil prices fell by three percent after the call.",
    ],
)
def test_what_no_evidence_says_is_not_supported_and_says_why(encoder: SentenceEncoder, claim: str) -> None:
    pool = [
        evidence("The council approved a budget of 48 million dollars on Tuesday."),
        evidence("Kremlin spokesman Dmitry Peskov said the call would last until 6 p.m.", "b"),
    ]
    found = Attributor(FeatureSupportModel(encoder)).attribute(claim, (1, 2), pool)
    assert not found.supported
    assert not found.evidence
    assert found.reason


def test_two_articles_do_not_make_one_event(encoder: SentenceEncoder) -> None:
    claim = (
        "The National Weather Office has raised its warning for the counties of Northgate and Calder from amber to red "
        "by March 18."
    )
    warning = (
        "The National Weather Office has raised its warning for the counties of Northgate and Calder from amber to red."
    )
    truce = "Russia says it began on March 18, the day of the call, and lasts 30 days."
    attributor = Attributor(FeatureSupportModel(encoder))
    of_one = attributor.attribute(claim, (), [evidence(warning), evidence(truce)])
    assert of_one.supported, "the words alone are all there"
    assert not attributor.attribute(claim, (), [evidence(warning), evidence(truce, "b")]).supported


@pytest.mark.parametrize(
    ("claim", "second", "together"),
    [
        ("The mayor of Calder resigned after 12 years.", "Mayor Inga Solheim had led Calder for 12 years.", True),
        ("The mayor of Calder resigned after 12 years.", "The drought lasted 12 years.", False),
        ("The mayor of Calder resigned, and the ferry ran aground at dawn.", "The ferry ran aground at dawn.", True),
        ("The mayor of Calder resigned, and the ferry sank at dawn.", "The ferry ran aground at dawn.", False),
    ],
)
def test_quotes_of_two_articles_need_a_word_in_common_or_a_clause_each(claim: str, second: str, together: bool) -> None:
    first = "The mayor of Calder resigned on Monday."
    assert belong_together(claim, evidence(first), evidence(second, "b")) is together
    assert belong_together(claim, evidence(first), evidence(second))


def test_citations_are_numbered_by_first_use() -> None:
    first, second = evidence("One."), evidence("Two.", "b")
    citations = CitationList()
    assert citations.cite([second]) == (1,)
    assert citations.cite([first, second, first]) == (2, 1)
    assert [citation.quote for citation in citations.all()] == ["Two.", "One."]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("The crash left 14 passengers injured.", "Officials said 23 passengers were injured.", True),
        ("The crash left 14 passengers injured.", "All 14 injured passengers went home.", False),
        ("The crash left 14 passengers injured.", "The boat is 23 meters long.", False),
        ("The program costs $84 million.", "The program costs $48 million.", True),
        ("Nobody was hurt.", "The boat sank.", False),
        ("Fourteen people were injured in the crash.", "Twenty-three people were injured, medics said.", True),
        ("Walking 7,000 steps a day helps.", "Walk more than 40 steps per minute.", False),
        ("Walking 7,000 steps a day helps.", "At least 10,000 steps a day help.", True),
        (
            "The crash left 14 passengers injured.",
            "A day earlier, 23 injured passengers a day earlier was feared.",
            True,
        ),
        ("In 2011 a magnitude 8.9 quake struck.", "In 2011 a magnitude 9.0 quake struck.", True),
        ("The population is 10,929.", "The median age of the population is 36 years.", False),
        ("The truce lasts 30 days.", "Nobody knew that the truce lasts 60 days.", True),
        ("The mill was founded in 1921.", "Founded in 1911, the mill burned down.", True),
    ],
)
def test_counts_that_differ(one: str, other: str, *, differ: bool) -> None:
    assert counts_differ(one, other) is differ
    assert counts_differ(other, one) is differ


def test_numbers_of_two_years_are_not_at_issue() -> None:
    assert not disputed_numbers("In July 2025 a magnitude 8.8 quake struck.", "A magnitude 9.0 quake, in 2011.") & {8.8}


def test_copies_of_one_story_and_old_figures_are_no_conflict(encoder: SentenceEncoder) -> None:
    one = evidence("The ferry crash left 14 passengers injured.")
    same_story = evidence("The ferry crash left 23 passengers injured.")
    later = evidence("The ferry crash left 23 passengers injured.", "b", days=60)
    contrary = evidence("The ferry crash left 23 passengers injured, the ambulance service said.", "c")
    finder = ConflictFinder(encoder)
    assert not finder.find([one], [one, same_story, later], {14.0})
    assert finder.find([one], [one, same_story, later, contrary], {14.0}) == [(one, contrary)]
    assert not finder.find([one], [one, same_story, later, contrary], {187.0})


def test_what_happened_after_an_article_was_published_it_cannot_contradict(encoder: SentenceEncoder) -> None:
    one = evidence("On 21 March 2025 the ferry crash left 14 passengers injured.")
    before = evidence("The ferry crash left 23 passengers injured.", "b")
    after = evidence("The ferry crash left 23 passengers injured.", "c", days=4)
    finder = ConflictFinder(encoder)
    assert finder.find([one], [before, after], {14.0}) == [(one, after)]
    assert finder.find([before], [one], {23.0}) == []


def test_a_day_that_does_not_exist_is_none() -> None:
    assert comparable(evidence("On June 31, 2025 it sank."), evidence("It sank.", "b"))


def test_only_what_an_answer_counts_can_be_at_issue() -> None:
    text = "On 8 March 2025 the 77th ferry had one captain, 187 passengers and fourteen injured."
    assert stated_numbers([text], "How many were hurt?") == {187.0, 14.0}
    assert {8.0, 2025.0} <= stated_numbers([text], "When did it happen?")


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Which US university banned it?", "The University of Pennsylvania banned it.", "University of Pennsylvania."),
        ("How many people were injured?", "About fourteen people were injured.", "About fourteen."),
        ("What does a single fare cost?", "A single fare costs £18.40.", "£18.40."),
        ("Whose citizenship is at risk?", "Rosie O'Donnell's citizenship is at risk.", "Rosie O'Donnell."),
        ("Which two presidents died?", "John Adams and Thomas Jefferson died.", "John Adams and Thomas Jefferson."),
        (
            "What is the name of Ada Moor's new party?",
            "The name of Ada Moor's Tide Party is “Tide Party.”",
            "Tide Party.",
        ),
        ("What is the name of Ada Moor's new party?", "The name was Tide Party and is now Ebb Party.", None),
        ("When did the truce begin?", "The truce did not begin on March 18.", None),
        ("When did the truce begin?", "According to Moscow, the truce began on March 18.", None),
        ("How many were injured?", "Fourteen were injured, the harbor authority said.", None),
        ("Was the library closed?", "The library was closed in 2025.", None),
        ("What did the judge say about drones?", "The judge said about drones that patience matters.", None),
        ("Who won?", "Ada Lovelace.", None),
        ("What was the temperature in Calder?", "The temperature in Calder was 12 °C.", "12 °C."),
        ("What was the temperature in Calder?", "The temperature in Calder was −12 °C.", None),
        ("What was growth in 2024?", "Growth was -0.4 percent in 2024.", None),
        ("How long was the library closed?", "The library was closed on 17 May.", None),
    ],
)
def test_an_answer_says_only_what_the_question_did_not(question: str, sentence: str, answer: str | None) -> None:
    assert focused(sentence, question) == answer


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_is_left_of_a_sentence_stands_in_it(sentence: str, question: str) -> None:
    answer = focused(sentence, f"Who {question}")
    assert answer is None or answer[1:-1] in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Hello!",
        "Hi there!",
        "Sure, here it is.",
        "Here are the key points:",
        "Would you like to know more?",
        "I hope this helps.",
    ],
)
def test_what_is_not_a_claim(sentence: str) -> None:
    assert not is_claim(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Peskov is the spokesman.",
        "Sure, 14 were hurt.",
        "The answer is: 23 people.",
        "Hillary Clinton lost.",
        "His brother was arrested.",
        "Surely the mayor lied.",
    ],
)
def test_what_is_a_claim(sentence: str) -> None:
    assert is_claim(sentence)


def test_a_model_that_says_that_it_found_nothing() -> None:
    assert says_nothing_found("The sources do not say anything about oil prices.")
    assert says_nothing_found("There is no information about that in the articles.")
    assert says_nothing_found("The text contains no evidence of that.")
    assert not says_nothing_found("Police found no evidence of fraud.")
    assert not says_nothing_found("Peskov did not say when the talks would end.")


@pytest.mark.parametrize(
    ("question", "depends"),
    [
        ("And how long did it last?", True),
        ("Why?", True),
        ("What did he say about the pier?", True),
        ("Who is the Kremlin spokesman?", False),
        ("Sony's profit in the last year?", False),
        ("Orbán's party and the vote?", False),
        ("How long did the two presidents speak?", False),
    ],
)
def test_questions_that_depend_on_the_conversation(question: str, *, depends: bool) -> None:
    assert depends_on_conversation(question) is depends


def test_a_quotation_names_its_source_and_nests_quotation_marks() -> None:
    text = quotation(evidence("“Stop,” he said."))
    assert text == "Courier, 18 March 2025: “‘Stop,’ he said.”"
    text = quotation(evidence('"Stop—" he said, and ("now") "left".'))
    assert text == "Courier, 18 March 2025: “‘Stop—’ he said, and (‘now’) ‘left’.”"


def test_a_label_is_no_sentence() -> None:
    pool = [evidence("The bridge opened.", title="New bridge opens")]
    assert is_source_label("Courier, 18 March 2025", pool)
    assert is_source_label("(Courier: New bridge opens)", pool)
    assert not is_source_label("The Courier bridge burned.", pool)


def test_a_correction_is_shown_for_the_article_that_it_corrects() -> None:
    wrong = evidence("The bridge program will cost $84 million.", title="Dunmore to repair its bridges")
    notice = "Correction: Dunmore bridge program costs $48 million"
    right = evidence("The program will cost $48 million.", "b", days=2, title=notice)
    more = replace(evidence("Two digits were transposed.", "b", days=2, title=notice), span=Span(50, 77))
    elsewhere = evidence("The program will cost $48 million.", "c", days=2, title=notice, publisher="Tribune")
    earlier = evidence("The program costs less.", "d", days=-2, title=notice)
    unrelated = evidence("The mayor's name is Ruth.", "e", days=2, title="Correction: the mayor's first name")
    pool = [earlier, elsewhere, unrelated, right, more, wrong]
    assert find_corrections([wrong], pool) == [(right, more)]
    assert find_corrections([wrong, more], pool) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Correction: the mayor’s first name", True),
        ("CORRECTION — Dunmore bridges", True),
        ("Corrections and clarifications", True),
        ("Editor’s note (6 March): on our bridge report", True),
        ("Berichtigung zum Bericht über die Brücken", True),
        ("Correction", True),
        ("Corrections officers walk out over pay", False),
        ("Correction fears weigh on stocks", False),
        ("A correction course for drivers", False),
    ],
)
def test_a_title_announces_a_correction(title: str, expected: bool) -> None:
    assert is_correction(title) is expected


def test_words_that_stand_in_any_title_make_no_correction() -> None:
    cited = evidence("Fire crews left after midnight.", title="Fire after storm from the sea")
    notice = evidence(
        "The mayor was born in 1961.", "b", days=2, title="Correction: mayor returns after trip from Spain"
    )
    assert find_corrections([cited], [cited, notice]) == []


def of_one_article(*sentences: str) -> list[Evidence]:
    """The sentences of one paragraph, each with the one before it."""
    found: list[Evidence] = []
    start = 0
    for quote in sentences:
        before = f"{found[-1].quote} " if found else ""
        span = Span(start, start + len(quote))
        found.append(replace(evidence(quote), span=span, before=before, context=" ".join(sentences)))
        start = span.end + 1
    return found


SCHOOLS = ["All 63 schools are to send pupils home.", "The sea is rough."]
EARLIER = "An earlier version of this article"


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        (
            [*SCHOOLS, "At 10:15 we wrote that 63 schools were closing.", "The council says that it is 36.", "Sorry!"],
            None,
        ),
        (
            [*SCHOOLS, "At 10:15 we wrote that 63 schools were closing.", "It is 36.", "We regret the error."],
            "At 10:15 we wrote that 63 schools were closing. It is 36.",
        ),
        (
            ["The bridge opened in 1923.", f"{EARLIER} misstated when the bridge opened.", "It was 1932, not 1923."],
            "It was 1932, not 1923.",
        ),
        (
            ["Repairs will cost $84 million.", f"{EARLIER} gave a wrong figure.", "Repairs will cost $48 million.",
             "They will not cost $84 million.", "Two digits were transposed."],
            "Repairs will cost $48 million. They will not cost $84 million.",
        ),
        (
            ["The chair is Ruth Pruitt.", f"{EARLIER} misspelled the name of the chair.",
             "She is Ruth Pruett, not Ruth Pruitt."],
            "She is Ruth Pruett, not Ruth Pruitt.",
        ),
        (["The bridge opened in 1932.", f"{EARLIER} said that the bridge opened in 1923."], None),
        (["The bridge opened in 1932.", f"{EARLIER} said that the bridge opened in 1923, not 1932."], None),
        (["The union had 63 members.", "“At first we said that 63 members would leave,” she said.", "It is 36."], None),
        (["The plant employs 63 people.", "We wrote in March that 63 people work at the plant."], None),
        (["The plant has 63 engines.", "It needs 36 people, not 63."], None),
        (["63 people escaped from the prison.", "Corrections officers said that 63 people fled the prison."], None),
    ],
)  # fmt: skip
def test_an_article_may_correct_itself(sentences: list[str], told: str | None) -> None:
    cited, *others = of_one_article(*sentences)
    found = find_corrections([cited], others)
    assert ["".join(item.quote for item in pieces) for pieces in found] == ([told] if told else [])
    assert all(cited.version == item.version and item.span.start > cited.span.end for [item] in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Editor’s note: This is the second of three articles about the bridge.", False),
        ("Editor’s note: The year in this article was wrong.", True),
        ("Ruth Pruett writes for the Courier, where this column originally appeared.", False),
        ("This column originally said that the bridge opened in 1923.", True),
        ("Correction: The bridge opened in 1932.", True),
        ("Berichtigung: Die Brücke wurde 1932 eröffnet.", True),
    ],
)
def test_a_paragraph_is_a_notice_where_it_admits_an_error(text: str, expected: bool) -> None:
    (item,) = of_one_article(text)
    assert is_notice(item) is expected


def test_what_was_written_once_is_not_told_without_what_is_right() -> None:
    wrote, right, _ = of_one_article("We wrote that 63 schools would close.", "It is 36.", "We regret the error.")
    assert find_corrections([wrote], [wrote, right]) == [(right,)]
    assert find_corrections([wrote, right], [wrote, right]) == []


def test_a_notice_tells_what_was_wrong_and_what_is_right() -> None:
    wrong = evidence("The bridges will cost $84 million.", title="Dunmore to repair its bridges")
    title = "Correction: Dunmore bridge program costs $48 million"
    sentences = of_one_article("It costs $48 million.", "It will not cost $84 million.", "Two digits stood wrong.")
    notice = [replace(item, article_id="b", metadata=replace(wrong.metadata, title=title)) for item in sentences]
    assert [item.quote for [item] in find_corrections([wrong], notice)] == [
        "It costs $48 million. It will not cost $84 million."
    ]
