"""Answers that a model writes: shown in its words, each sentence backed or marked, none dropped, none replaced."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chatbot.answering.events import AnswerSoFar, Event, Finished, Noted, Revised, Shown
from chatbot.app import Chatbot
from chatbot.errors import ModelError, ModelUnreachable, PromptTooLong
from chatbot.library.library import Library
from chatbot.records import Answer, BlockKind, NoteKind, Sentence, Turn, Verdict
from tests.answering.author import Author, Saying, corrections, verdicts
from tests.answering.conftest import NOW, Open
from tests.loopback import Call, Reply, drops_after, fails, speaks, thinks

FERRY = "How many people were injured in the ferry accident at Kilbrannagh?"
SPOKESMAN = "Who is the Kremlin spokesman?"
HURT = "Fourteen people were injured on Saturday morning"
ABOARD = "The vessel, which had left Innismoyle at 9:40 a.m., was carrying"
COUNTED = "Twenty-three people were injured when a ferry"
CLOSED = "the harbor authority closed it until an inspection on Monday"
PESKOV = "Dmitry Peskov, the Kremlin spokesman, had said"
RIGHT = f"Fourteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh [[{HURT}]]."
MADE_UP = "The mayor of Kilbrannagh wept for an hour."
WRONG = "Nineteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh."


@pytest.fixture
def chatbot(author: Author, open_chatbot: Open) -> Chatbot:
    """Its judge is the endpoint too, which says nothing unless a test scripts it."""
    return open_chatbot(llm_base_url=author.base_url)


def shown(answer: Answer) -> list[tuple[str, Verdict]]:
    return [(sentence.text, sentence.verdict) for sentence in answer.sentences]


def quotes(answer: Answer, numbers: tuple[int, ...]) -> list[str]:
    known = {citation.id: citation.quote for citation in answer.citations}
    return [known[number] for number in numbers]


def backing(answer: Answer, sentence: Sentence) -> str:
    assert sentence.verdict is Verdict.SUPPORTED
    return " ".join(quotes(answer, sentence.citations))


def assert_resolves(chatbot: Chatbot, answer: Answer) -> None:
    for citation in answer.citations:
        text = chatbot.library.get(citation.article_id, citation.version).text
        assert text[citation.start : citation.end] == citation.quote


def notes(answer: Answer) -> list[NoteKind]:
    return [note.kind for note in answer.notes]


def test_a_faithful_answer_is_shown_in_the_models_words_with_its_citations(chatbot: Chatbot, author: Author) -> None:
    merged = (
        "The Saint Aldwyn, which was carrying 187 passengers and 11 crew members, struck the north pier at "
        "Kilbrannagh on Saturday morning, and fourteen people were injured"
    )
    author.writes(f"{merged} [[{ABOARD}]][[{HURT}]].\n\n- Nobody fell into the water [[Nobody fell into the water]].\n")
    answer = chatbot.ask(FERRY, asked_at=NOW)
    assert shown(answer) == [
        (f"{merged}.", Verdict.SUPPORTED),
        ("Nobody fell into the water.", Verdict.SUPPORTED),
    ]
    assert [block.kind for block in answer.blocks] == [BlockKind.PARAGRAPH, BlockKind.BULLET]
    first, second = answer.sentences
    assert ABOARD in backing(answer, first)
    assert HURT in backing(answer, first)
    assert backing(answer, second).startswith("Nobody fell into the water")
    assert not answer.refused
    assert answer.complete
    assert answer.withheld == 0
    assert answer.model == "small-model"
    assert answer.usage.prompt_tokens == 100 * len(author.asked)
    assert author.times("judge") == author.times("repair") == 0, "nothing is doubtful"
    assert_resolves(chatbot, answer)


def test_blocks_are_those_of_the_reply(chatbot: Chatbot, author: Author) -> None:
    author.writes(
        f"# The accident\n\nThe two reports differ:\n\n| Report | Injured |\n|---|---|\n| Ambulance service | 23 "
        f"[[{COUNTED}]] |\n\n- {RIGHT}\n  - {MADE_UP}\n\nWould you like to know more?"
    )
    answer = chatbot.ask(FERRY, asked_at=NOW)
    assert [(block.kind, block.level, block.head) for block in answer.blocks] == [
        (BlockKind.HEADING, 1, False),
        (BlockKind.PARAGRAPH, 0, False),
        (BlockKind.ROW, 0, True),
        (BlockKind.ROW, 0, False),
        (BlockKind.BULLET, 0, False),
        (BlockKind.BULLET, 1, False),
        (BlockKind.PARAGRAPH, 0, False),
    ]
    heading, lead, head, row, right, made_up, offer = answer.sentences
    assert {heading.verdict, lead.verdict, head.verdict, offer.verdict} == {Verdict.NOT_A_CLAIM}
    assert (head.cells, row.cells) == (("Report", "Injured"), ("Ambulance service", "23"))
    assert row.claim == "Ambulance service: Injured 23."
    assert COUNTED in backing(answer, row)
    assert right.verdict is Verdict.SUPPORTED
    assert made_up.verdict.is_doubtful


def test_a_sentence_without_support_is_marked_and_shown(chatbot: Chatbot, author: Author) -> None:
    author.writes(f"{RIGHT} {MADE_UP} The pier was closed [[{CLOSED}]].")
    answer = chatbot.ask(FERRY, asked_at=NOW)
    assert [sentence.text for sentence in answer.sentences][1] == MADE_UP
    made_up = answer.sentences[1]
    assert made_up.verdict is Verdict.NOT_FOUND
    assert made_up.reason
    assert made_up.citations == ()
    assert "Kilbrannagh" in quotes(answer, made_up.nearest)[0]
    assert len(answer.sentences) == 3


def test_a_wrong_citation_is_repaired_and_an_invented_number_means_nothing(chatbot: Chatbot, author: Author) -> None:
    claim = "Fourteen people were injured when the passenger ferry Saint Aldwyn struck the north pier at Kilbrannagh"
    for cited in ("[[No fuel leaked.]]", "[9999]", ""):
        author.writes(f"{claim} {cited}.")
        (sentence,) = (answer := chatbot.ask(FERRY, asked_at=NOW)).sentences
        assert HURT in backing(answer, sentence)
        assert "No fuel leaked" not in backing(answer, sentence)


def test_the_sentinel_is_a_refusal_that_names_the_closest_articles(chatbot: Chatbot, author: Author) -> None:
    for said in (
        "The sources do not say.",
        "**The sources don't say**",
        "# Answer\n\nHello! The articles do not say.\n",
    ):
        author.writes(said)
        answer = chatbot.ask(FERRY, asked_at=NOW)
        assert answer.refused
        assert {sentence.verdict for sentence in answer.sentences} == {Verdict.NOT_A_CLAIM}
        assert answer.citations == ()
        (note,) = answer.notes
        assert note.kind is NoteKind.NOT_IN_LIBRARY
        assert 1 <= len(note.links) <= 3
        assert any("ferry" in link.title for link in note.links)
        assert all(chatbot.library.get(link.article_id, link.version) for link in note.links)
        assert "Hello" not in answer.text


def test_the_search_advises_the_model_and_decides_nothing(chatbot: Chatbot, author: Author) -> None:
    unanswered = "What did the zookeeper of Brandonville pay for the tortoise?"
    for question, hint in ((unanswered, "hardly answer"), (FERRY, "")):
        author.writes(MADE_UP)
        answer = chatbot.ask(question, asked_at=NOW)
        (prompt,) = author.texts("answer")
        _, _, behind = prompt.rpartition(question)
        assert hint in behind
        assert bool(hint) == bool(behind)
        assert not answer.refused
    author.writes("The sources do not say.")
    assert chatbot.ask(FERRY, asked_at=NOW).refused


def test_nothing_is_advised_where_the_search_cannot_tell(chatbot: Chatbot, author: Author) -> None:
    author.writes(MADE_UP)
    answer = chatbot.ask("Combien de personnes ont été blessées au port ?", asked_at=NOW)
    assert "A search judged" not in author.texts("answer")[0]
    assert answer.answerability == 0.0


def test_days_that_a_model_makes_up_do_not_hide_the_library(chatbot: Chatbot, author: Author) -> None:
    guessed = {"kind": "digest", "since": "2025-04-12", "until": "2025-04-12"}
    author.writes(RIGHT, understand=guessed)
    answer = chatbot.ask("Who was injured in the days of the ferry accident at Kilbrannagh?", asked_at=NOW)
    assert shown(answer) == [(RIGHT.replace(f" [[{HURT}]]", ""), Verdict.SUPPORTED)]


def test_what_the_articles_do_not_say_is_no_claim_and_keeps_its_place(chatbot: Chatbot, author: Author) -> None:
    before, after = "The sources do not say.", "The articles do not say what the crew had for breakfast."
    author.writes(f"{before} {RIGHT} {after}")
    answer = chatbot.ask(FERRY, asked_at=NOW)
    first, second, third = answer.sentences
    assert (first.text, third.text) == (before, after)
    assert first.verdict is third.verdict is Verdict.NOT_A_CLAIM
    assert second.verdict is Verdict.SUPPORTED
    assert not answer.refused


def test_what_the_articles_do_not_say_hides_no_claim(chatbot: Chatbot, author: Author) -> None:
    hidden = "The articles do not say why, but the mayor of Kilbrannagh stole the ferry."
    author.writes(f"{hidden} Sources said that no captain was named, and that the mayor was arrested.")
    answer = chatbot.ask(FERRY, asked_at=NOW)
    assert len(answer.sentences) == 2
    assert all(sentence.verdict.is_doubtful for sentence in answer.sentences)


def test_the_name_that_is_nearest_is_never_shown_unmarked(chatbot: Chatbot, author: Author) -> None:
    for question in (SPOKESMAN, "Name the Kremlin spokesman.", "Wer ist der Sprecher des Kremls?"):
        for said in ("Putin.", f"Putin [[{PESKOV}]].", f"**Vladimir Putin** [[{PESKOV}]]", f"- Putin [[{PESKOV}]]"):
            if question == SPOKESMAN or "[[" not in said:
                author.writes(said)
                answer = chatbot.ask(question, asked_at=NOW)
                assert all(s.verdict.is_doubtful for s in answer.sentences if "Putin" in s.text), (question, said)
                assert "Putin" in answer.text


def test_a_few_words_are_checked_together_with_their_question(chatbot: Chatbot, author: Author) -> None:
    author.writes(f"Dmitry Peskov [[{PESKOV}]]")
    (sentence,) = (answer := chatbot.ask(SPOKESMAN, asked_at=NOW)).sentences
    assert (sentence.text, sentence.claim) == ("Dmitry Peskov", "Dmitry Peskov is the Kremlin spokesman.")
    assert PESKOV in backing(answer, sentence)


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", " [1]\n\n"])
@pytest.mark.parametrize("reason", ["length", "content_filter", "tool_calls", "something_new"])
def test_a_reply_that_is_cut_off_is_not_shown_as_whole(
    reason: str, ending: str, chatbot: Chatbot, author: Author
) -> None:
    author.writes(speaks("Nobody fell into the water. ", "The ferry struck the", ending, finish=reason))
    answer = chatbot.ask(FERRY, asked_at=NOW)
    whole, half = answer.sentences
    assert whole.verdict is Verdict.SUPPORTED
    assert (half.text, half.verdict) == ("The ferry struck the", Verdict.UNSURE)
    assert "cut off" in half.reason
    assert NoteKind.CUT_OFF in notes(answer)
    assert not answer.complete


def test_lines_without_a_full_stop_are_whole_where_others_follow(chatbot: Chatbot, author: Author) -> None:
    author.writes(speaks("# Ferry\n\n- Nobody fell into the water\n- Nobody fell into the water.", finish="length"))
    assert [sentence.verdict for sentence in chatbot.ask(FERRY, asked_at=NOW).sentences[1:]] == [Verdict.SUPPORTED] * 2


def test_a_row_that_is_cut_off_is_not_believed(chatbot: Chatbot, author: Author) -> None:
    author.writes(speaks("| Report | Injured |\n|---|---|\n| Ambulance service | 2", finish="length"))
    head, row = chatbot.ask(FERRY, asked_at=NOW).sentences
    assert head.verdict is Verdict.NOT_A_CLAIM
    assert row.verdict is Verdict.UNSURE


def test_what_stood_before_a_half_sentence_stays_before_it(chatbot: Chatbot, author: Author) -> None:
    author.writes(speaks("# Ferry\n\nThe sources do not say. ", "Perhaps the ferry", finish="length"))
    answer = chatbot.ask(FERRY, asked_at=NOW)
    assert [text for text, _ in shown(answer)] == ["Ferry", "The sources do not say.", "Perhaps the ferry"]


def test_a_pack_that_is_too_long_is_halved_and_asked_again(author: Author, open_chatbot: Open) -> None:
    chatbot = open_chatbot(llm_base_url=author.base_url, evidence_tokens=4_000)

    def refusing_beyond(limit: int) -> None:
        def reply(call: Call) -> None:
            long = len(call.body["messages"][-1]["content"]) > limit
            (fails(400, "prompt is too long") if long else speaks("Nobody fell into the water."))(call)

        author.writes(reply)

    refusing_beyond(10**9)
    chatbot.ask(FERRY, asked_at=NOW)
    (whole,) = map(len, author.texts("answer"))
    refusing_beyond(whole * 2 // 3)
    answer = chatbot.ask(FERRY, asked_at=NOW)
    first, second = map(len, dict.fromkeys(author.texts("answer")))
    assert first == whole
    assert second < 0.7 * first
    assert shown(answer) == [("Nobody fell into the water.", Verdict.SUPPORTED)]
    refusing_beyond(0)
    with pytest.raises(PromptTooLong):
        chatbot.ask(FERRY, asked_at=NOW)
    assert len(set(author.texts("answer"))) == 4, "4,000, 2,000, 1,000 and 500 tokens"


def test_strict_answers_withhold_what_is_doubtful_and_count_it(author: Author, open_chatbot: Open) -> None:
    chatbot = open_chatbot(llm_base_url=author.base_url, strict=True)
    author.writes(speaks(f"{MADE_UP} Nobody fell into the water.\n\n{MADE_UP}\n\nThe ferry struck", finish="length"))
    events = list(chatbot.stream(FERRY, asked_at=NOW))
    answer = finished(events)
    assert shown(answer) == [("Nobody fell into the water.", Verdict.SUPPORTED)]
    assert answer.withheld == 3
    assert [event.sentence for event in events if isinstance(event, Revised)] == [None, None, None]
    assert NoteKind.CUT_OFF in notes(answer)


def finished(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def test_events_tell_the_same_answer(chatbot: Chatbot, author: Author) -> None:
    author.writes(f"# Ferry\n\n{RIGHT} {WRONG}\n\n- {MADE_UP}", repair=corrections((RIGHT, []), (MADE_UP, [])))
    events = list(chatbot.stream(FERRY, asked_at=NOW))
    told = AnswerSoFar()
    for event in events:
        if isinstance(event, Shown | Revised | Noted):
            told.add(event)
    answer = finished(events)
    assert told.blocks == answer.blocks
    assert tuple(told.notes) == answer.notes
    places = [event.place for event in events if isinstance(event, Revised)]
    waiting = [at for at, event in enumerate(e for e in events if isinstance(e, Shown)) if not event.settled]
    assert sorted(places) == waiting == [2, 3]


class TestRepair:
    """The model may correct once what is contradicted or not found."""

    @pytest.fixture
    def chatbot(self, author: Author, open_chatbot: Open) -> Chatbot:
        return open_chatbot(llm_base_url=author.base_url, verifier="local")

    def test_a_correction_that_is_supported_and_about_the_same_is_shown(self, chatbot: Chatbot, author: Author) -> None:
        corrected = "Fourteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh."
        author.writes(WRONG, repair=corrections((f"{corrected} [1]", [])))
        (sentence,) = (answer := chatbot.ask(FERRY, asked_at=NOW)).sentences
        assert (sentence.text, sentence.original) == (corrected, WRONG)
        assert HURT in backing(answer, sentence)
        assert sentence.score < 1
        assert author.times("repair") == 1
        (asked,) = author.texts("repair")
        assert f"1: {WRONG}" in asked
        assert HURT in asked

    @pytest.mark.parametrize(
        "said",
        [
            corrections(("A single fare costs £18.40.", [])),
            corrections((FERRY, [])),
            corrections((WRONG, [])),
            corrections((WRONG.replace("Nineteen", "Sixteen"), [1, 2])),
            corrections(("", [])),
            {"sentences": [{"id": 1, "text": 14, "sources": "1"}]},
            {"sentences": "none"},
            "I cannot do that.",
            fails(400),
        ],
        ids=["another subject", "the question", "the same", "still wrong", "empty", "types", "shape", "words", "fails"],
    )
    def test_all_else_leaves_the_sentence_as_it_is(self, said: Saying, chatbot: Chatbot, author: Author) -> None:
        author.writes(f"{RIGHT} {WRONG}", repair=said)
        right, wrong = chatbot.ask(FERRY, asked_at=NOW).sentences
        assert right.verdict is Verdict.SUPPORTED
        assert (wrong.text, wrong.original) == (WRONG, "")
        assert wrong.verdict.is_doubtful

    def test_few_words_and_rows_are_not_corrected(self, chatbot: Chatbot, author: Author) -> None:
        author.writes("Nineteen.\n\n| Report | Injured |\n|---|---|\n| Ambulance service | 19 |")
        answer = chatbot.ask(FERRY, asked_at=NOW)
        assert [sentence.verdict.is_doubtful for sentence in answer.sentences] == [True, False, True]
        assert author.times("repair") == 0


class TestJudge:
    """The endpoint is asked about what the local verifier is not sure of; it must prove what it says."""

    UNSURE = "The regional ambulance service counted 23 injured people."

    def test_exact_quotes_are_believed(self, chatbot: Chatbot, author: Author) -> None:
        author.writes(f"{RIGHT} {self.UNSURE}", judge=verdicts(("supported", [COUNTED.upper()])))
        right, judged = (answer := chatbot.ask(FERRY, asked_at=NOW)).sentences
        assert COUNTED in backing(answer, judged)
        assert right.score != judged.score
        (asked,) = author.texts("judge")
        assert f"1: {self.UNSURE}" in asked
        assert "2:" not in asked.rpartition("Sentences:")[2], "what is supported already is not asked about"

    def test_a_contradiction_with_its_words_is_believed(self, chatbot: Chatbot, author: Author) -> None:
        author.writes(self.UNSURE, judge=verdicts(("contradicted", [COUNTED])))
        (sentence,) = (answer := chatbot.ask(FERRY, asked_at=NOW)).sentences
        assert sentence.verdict is Verdict.CONTRADICTED
        assert COUNTED in quotes(answer, sentence.nearest)[0]

    @pytest.mark.parametrize(
        "said",
        [
            verdicts(("supported", ["The ambulance service counted 23 injured people"])),
            verdicts(("supported", [COUNTED, "and nothing of it is invented"])),
            verdicts(("supported", [])),
            verdicts(("supported", ["injured"])),
            {"sentences": [{"id": 2, "verdict": "supported", "quotes": [COUNTED]}]},
            {"sentences": [{"id": True, "verdict": "supported", "quotes": [COUNTED]}]},
            {"sentences": [{"id": "1", "verdict": "supported", "quotes": [COUNTED]}]},
            {"sentences": [{"id": 1, "verdict": ["supported"], "quotes": COUNTED}]},
            {"sentences": {"id": 1}},
            "[]",
            "All sentences are supported, I am sure.",
            "I cannot help with that.",
            fails(400),
            fails(429),
        ],
        ids=["invented", "one invented", "none", "too short", "wrong id", "true", "text", "types", "shape", "a list",
             "no JSON", "refusal", "error", "busy"],
    )  # fmt: skip
    def test_all_else_is_not_believed(self, said: Saying, chatbot: Chatbot, author: Author) -> None:
        author.writes(self.UNSURE, judge=said)
        (sentence,) = chatbot.ask(FERRY, asked_at=NOW).sentences
        assert sentence.verdict is Verdict.UNSURE
        assert sentence.nearest

    def test_a_number_that_its_quotes_lack_cannot_be_argued_away(self, chatbot: Chatbot, author: Author) -> None:
        author.writes(WRONG, judge=verdicts(("supported", [HURT])))
        (sentence,) = chatbot.ask(FERRY, asked_at=NOW).sentences
        assert sentence.verdict.is_doubtful

    def test_with_the_local_verifier_alone_it_is_never_asked(self, author: Author, open_chatbot: Open) -> None:
        author.writes(self.UNSURE, judge=verdicts(("supported", [COUNTED])))
        (sentence,) = open_chatbot(llm_base_url=author.base_url, verifier="local").ask(FERRY, asked_at=NOW).sentences
        assert sentence.verdict is Verdict.UNSURE
        assert author.times("judge") == 0


class TestEndpointVerifier:
    """`CHATBOT_VERIFIER=endpoint`: the judge checks every sentence, in one call at the end."""

    @pytest.fixture
    def chatbot(self, author: Author, open_chatbot: Open) -> Chatbot:
        return open_chatbot(llm_base_url=author.base_url, verifier="endpoint")

    def test_its_word_with_exact_quotes_decides(self, chatbot: Chatbot, author: Author) -> None:
        author.writes(
            f"{RIGHT} {MADE_UP} Nobody fell into the water.",
            judge=verdicts(("supported", [HURT]), ("not_found", [HURT]), ("supported", ["Nobody swam in the water"])),
        )
        events = list(chatbot.stream(FERRY, asked_at=NOW))
        assert [event.settled for event in events if isinstance(event, Shown)] == [False] * 3
        assert [verdict for _, verdict in shown(finished(events))] == [
            Verdict.SUPPORTED,
            Verdict.NOT_FOUND,
            Verdict.UNSURE,
        ]
        assert author.times("judge") == 1

    def test_where_it_fails_nothing_is_supported(self, chatbot: Chatbot, author: Author) -> None:
        author.writes(RIGHT, judge=fails(400))
        (sentence,) = (answer := chatbot.ask(FERRY, asked_at=NOW)).sentences
        assert (sentence.verdict, sentence.reason) == (Verdict.UNSURE, "it has not been checked")
        assert HURT in quotes(answer, sentence.nearest)[0], "what it cites is shown beside it"


def conversation(turns: int) -> list[Turn]:
    told = "Fourteen people were injured when the ferry Saint Aldwyn struck the pier. "
    return [Turn(f"How many people were injured in accident {at}?", told * 90, ("x",)) for at in range(turns)]


def test_earlier_turns_go_with_a_follow_up_and_only_with_one(chatbot: Chatbot, author: Author) -> None:
    author.writes("Nobody fell into the water.")
    chatbot.ask("And when did it happen?", history=conversation(9), asked_at=NOW)
    (asked,) = [asked for asked in author.asked if asked.prompt == "answer"]
    assert [message["role"] for message in asked.messages] == ["system", *["user", "assistant"] * 3, "user"]
    assert [message["content"][:41] for message in asked.messages[1:-1:2]] == [
        f"How many people were injured in accident {at}"[:41] for at in (6, 7, 8)
    ]
    assert all(len(message["content"]) <= 1_500 for message in asked.messages[1:-1])
    author.writes("Nobody fell into the water.")
    chatbot.ask("How much will the water mains in Dunmore County cost?", history=conversation(9), asked_at=NOW)
    (asked,) = [asked for asked in author.asked if asked.prompt == "answer"]
    assert len(asked.messages) == 2


@pytest.mark.parametrize(
    ("reply", "plan"),
    [
        (speaks("<think>Perhaps 99 people drowned.", " No: nobody.</think>", "Nobody fell into the water."), "{}"),
        (thinks("Perhaps 99 people drowned.", then=["Nobody fell into the water."]), "{}"),
        (speaks("Perhaps 99 people drowned.", "</think>", "Nobody fell into the water."), "A plan.</think>{}"),
    ],
    ids=["tags", "field", "no opening tag"],
)
def test_what_a_model_thinks_is_no_answer(reply: Reply, plan: str, chatbot: Chatbot, author: Author) -> None:
    author.writes(reply, understand=plan)
    answer = chatbot.ask(FERRY, asked_at=NOW)
    assert shown(answer) == [("Nobody fell into the water.", Verdict.SUPPORTED)]


def test_a_reply_that_breaks_off_leaves_what_was_shown(chatbot: Chatbot, author: Author) -> None:
    author.writes(drops_after("Nobody fell into the water. ", "The pier was closed until ", "an inspection"))
    told: list[Event] = []
    with pytest.raises(ModelUnreachable):
        told.extend(chatbot.stream(FERRY, asked_at=NOW))
    (kept,) = [event for event in told if isinstance(event, Shown)]
    assert (kept.sentence.text, kept.sentence.verdict) == ("Nobody fell into the water.", Verdict.SUPPORTED)
    assert kept.citations[0].quote.startswith("Nobody fell into the water")


def test_an_endpoint_that_refuses_is_an_error_and_no_answer(chatbot: Chatbot, author: Author) -> None:
    author.writes(fails(401, "bad key"))
    with pytest.raises(ModelError, match="key"):
        chatbot.ask(FERRY, asked_at=NOW)


def test_closing_the_stream_stops_the_model(chatbot: Chatbot, author: Author) -> None:
    calls: list[Call] = []

    def endless(call: Call) -> None:
        calls.append(call)
        speaks(*["Nobody fell into the water. "] * 100_000)(call)

    author.writes(endless)
    events = chatbot.stream(FERRY, asked_at=NOW)
    assert any(isinstance(event, Shown) for event in events)
    events.close()  # type: ignore[attr-defined]
    assert calls[0].client_left.wait(10)


def test_the_prompt_says_when_and_how_and_what(chatbot: Chatbot, author: Author, samples: Library) -> None:
    author.writes("Nobody fell into the water.")
    chatbot.ask("Why did the ferry strike the pier at Kilbrannagh? [7]", asked_at=datetime(2025, 3, 9, tzinfo=UTC))
    (asked,) = author.texts("answer")
    assert "Asked on 9 March 2025. Wanted: an explanation." in asked
    assert "Question: Why did the ferry strike the pier at Kilbrannagh? (7)" in asked
    assert "“Fourteen hurt as ferry strikes pier at Kilbrannagh” (The Calder Courier, 8 March 2025)\n[" in asked
    assert len(samples) == 26
