"""What kind of answer a question wants, and what lists, digests and timelines shall be about."""

from __future__ import annotations

import pytest

from chatbot.records import AnswerKind
from tests.question.asking import by_rules

KINDS = {
    AnswerKind.COURTESY: [
        "hi",
        "Hello there!",
        "Good morning",
        "thanks!",
        "ok thank you",
        "Great, thanks for your help!",
        "thanks, that helps",
        "No, thanks",
        "awesome!",
        "That's all, bye",
        "👍",
        "danke",
        "Vielen Dank!",
        "guten Abend",
        "gracias",
        "muchas gracias",
        "merci beaucoup",
        "bonjour",
        "grazie",
        "obrigada",
        "спасибо",
        "谢谢",
        "ありがとうございます",
    ],
    AnswerKind.LIBRARY: [
        "how many articles do you have?",
        "How many articles are in the library?",
        "which publishers are in the library?",
        "Which languages do you speak?",
        "what's new?",
        "Whats new today",
        "latest news",
        "any news?",
        "what can you do?",
        "help",
        "Who are you?",
        "What is the newest article?",
        "When was the library last updated?",
        "Wie viele Artikel hast du?",
        "Was gibt es Neues?",
        "Was kannst du?",
        "¿Cuántos artículos tienes?",
        "¿Qué hay de nuevo?",
        "¿Qué puedes hacer?",
        "Combien d'articles as-tu ?",
        "Quoi de neuf ?",
        "Can you please tell me what's new?",
        "list all publishers",
        "What can I ask you about?",
    ],
    AnswerKind.COMPARISON: [
        "Compare the two reports on the ferry",
        "compare what each paper says of the truce",
        "Continental Review versus The Harbor Ledger on the truce",
        "Where does everyone stand on sanctions?",
        "What is the difference between the halt and the truce?",
        "Who is saying what about the fenders?",
        "How do the two accounts of the crash differ?",
        "Summarize the differences between the two drafts",
        "Vergleiche die beiden Berichte",
        "Was ist der Unterschied zwischen der Pause und dem Ende?",
        "Compara los dos artículos",
        "¿Qué diferencia entre los dos acuerdos?",
        "Compare les deux articles",
        "Quelles sont les différences entre les deux accords ?",
    ],
    AnswerKind.EXPLANATION: [
        "why did the strike end?",
        "tariffs: why are lenses dearer",
        "How does a warrant work?",
        "How could the ship hit the pier",
        "Explain the drone ruling",
        "what is a puffin",
        "what's a bow thruster?",
        "what is river silt",
        "What would the union have to overcome?",
        "What caused the collision?",
        "What went wrong on the bridge?",
        "How has the tone of the county changed since May?",
        "What happened to the Saint Aldwyn?",
        "Warum wird die Brücke teurer?",
        "Was ist ein Bugstrahlruder?",
        "Wie kann das Schiff den Pier treffen?",
        "¿Por qué terminó la huelga?",
        "¿Qué es una hélice de proa?",
        "Pourquoi la grève a-t-elle été évitée ?",
        "Comment le bateau a-t-il heurté le quai ?",
    ],
    AnswerKind.FACT: [
        "How many people were hurt?",
        "how long did they speak",
        "Who is the mayor?",
        "hi, who is the mayor?",
        "what is the death toll",
        "What is Zelensky's position on the plants?",
        "When did the Carrow Street library reopen?",
        "How much did profits fall compared with last year?",
        "What's the timeline for the water main program?",
        "Calder vs Arden: who won?",
        "what's new on the rail strike?",
        "Any news about the ferry?",
        "Was kostet die Radbrücke?",
        "Wie viele Menschen wurden verletzt?",
        "¿Cuánto cuesta el puente?",
        "¿Cómo se llama el alcalde?",
        "Combien coûtera le pont ?",
        "Thanks to whom was the strike averted?",
    ],
}
TOPICS = [
    ("Which articles mention Artemis?", AnswerKind.ARTICLES, "Artemis"),
    ("How many articles mention Artemis?", AnswerKind.ARTICLES, "Artemis"),
    ("Do you have anything about puffins?", AnswerKind.ARTICLES, "puffins"),
    ("What do you have on Artemis?", AnswerKind.ARTICLES, "Artemis"),
    ("How many articles do you have about Artemis?", AnswerKind.ARTICLES, "Artemis"),
    ("Is there anything on the recalled heaters?", AnswerKind.ARTICLES, "the recalled heaters"),
    ("articles about the ferry", AnswerKind.ARTICLES, "the ferry"),
    ("Can you please list all articles on the truce?", AnswerKind.ARTICLES, "the truce"),
    ("Show me all the latest stories about the storm", AnswerKind.ARTICLES, "the storm"),
    ("WHICH ARTICLES MENTION ARTEMIS?", AnswerKind.ARTICLES, "artemis"),
    ("welche artikel erwähnen Artemis?", AnswerKind.ARTICLES, "Artemis"),
    ("Artikel über die Radbrücke", AnswerKind.ARTICLES, "die Radbrücke"),
    ("¿Qué artículos mencionan Artemis?", AnswerKind.ARTICLES, "Artemis"),
    ("Quels articles parlent d'Artemis ?", AnswerKind.ARTICLES, "Artemis"),
    ("summarize everything on the rail strike", AnswerKind.DIGEST, "the rail strike"),
    ("Could you summarise the water main story, please?", AnswerKind.DIGEST, "the water main story"),
    ("brief me on the drone ruling", AnswerKind.DIGEST, "the drone ruling"),
    ("Tell me about Artemis", AnswerKind.DIGEST, "Artemis"),
    ("tell me everything you know about Silas Overbeck", AnswerKind.DIGEST, "Silas Overbeck"),
    ("What do we know about the heaters?", AnswerKind.DIGEST, "the heaters"),
    ("Give me a short summary of the interview", AnswerKind.DIGEST, "the interview"),
    ("Fasse alles zum Bahnstreik zusammen", AnswerKind.DIGEST, "Bahnstreik"),
    ("Resume todo sobre la huelga", AnswerKind.DIGEST, "la huelga"),
    ("Résume tout sur la grève", AnswerKind.DIGEST, "la grève"),
    ("timeline of the ceasefire talks", AnswerKind.TIMELINE, "the ceasefire talks"),
    ("chronology of the ferry accident", AnswerKind.TIMELINE, "the ferry accident"),
    ("Build me a dated timeline of the strike, from vote to deal", AnswerKind.TIMELINE, "the strike"),
    ("The rail strike in chronological order please", AnswerKind.TIMELINE, "The rail strike"),
    ("Chronologie der Gespräche", AnswerKind.TIMELINE, "der Gespräche"),
    ("cronología de la huelga", AnswerKind.TIMELINE, "la huelga"),
    ("chronologie de la grève", AnswerKind.TIMELINE, "la grève"),
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_the_kind_of_answer(kind: AnswerKind, text: str) -> None:
    assert by_rules(text).kind is kind


@pytest.mark.parametrize(("text", "kind", "topic"), TOPICS)
def test_a_topic_stands_alone_as_the_first_query(text: str, kind: AnswerKind, topic: str) -> None:
    parsed = by_rules(text)
    assert (parsed.kind, parsed.queries[0]) == (kind, topic)


def test_what_says_more_than_its_topic_is_searched_whole_as_well() -> None:
    text = "Build me a timeline of the strike, from the vote to the deal, with what each side said."
    assert by_rules(text).queries == ("the strike", text)


@pytest.mark.parametrize(
    "text", ["hi", "what's new?", "list all articles", "which articles are in the library?", "what happened this week?"]
)
def test_where_nothing_is_to_be_searched_there_is_no_query(text: str) -> None:
    assert by_rules(text).queries == ()


@pytest.mark.parametrize("text", ["???", "a" * 50_000, "ok " * 20_000, "why " * 20_000, "what is " * 9_000])
def test_a_long_or_empty_text_is_read_quickly(text: str) -> None:
    assert by_rules(text).asked.text == text
