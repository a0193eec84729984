"""The language of short texts, and the languages of a library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.library import languages as told
from chatbot.library.library import Library
from chatbot.records import ArticleSummary, Metadata, Turn
from chatbot.text.languages import LARGE_LANGUAGES, language_codes, language_of
from tests.conftest import document
from tests.question.asking import FERRY, NOW, by_rules

QUESTIONS = {
    "en": [
        "what is a bow thruster",
        "Who is Emmanuel Macron?",
        "who is Volodymyr Zelensky",
        "when?",
        "HOW MANY PEOPLE WERE INJURED?",
        "What did Angela Merkel and Markus Söder say in München?",
        "Did Łukasz Żółkiewski win the Sarnia Prize?",
        "Why was Sørensen fired from Danske Bank in København?",
        "Is Giorgia Meloni against it?",
        "Compare Rheinufer Zeitung versus Die Welt on the Radbrücke",
        "summarize everything on São Paulo",
        "Did Putin meet Xi Jinping in Beijing?",
        "latest on the Kilbrannagh ferry",
        "key rate now? + what did the bank hint at",
        "thanks!",
    ],
    "de": [
        "Was kostet das?",
        "Wer ist der Bürgermeister?",
        "Wie viele Menschen wurden verletzt?",
        "Wann?",
        "Und die Wasserleitungen?",
        "Danke!",
        "Welche Artikel erwähnen Artemis?",
    ],
    "es": ["¿Cuánto cuesta?", "¿Quién ganó las elecciones?", "¿Y cuándo?", "Resume todo sobre la huelga", "gracias"],
    "fr": ["Que dit le maire ?", "Qui a gagné l'élection ?", "Combien ça coûte ?", "Et quand ?", "merci beaucoup"],
    "it": ["Dove si trova il ponte?", "Chi è il sindaco?", "Quanti feriti ci sono?", "Perché è stato licenziato?"],
    "pt": ["Quem é o prefeito?", "Quantas pessoas morreram?", "Quando foi a eleição?"],
    "nl": ["Wie is de burgemeester?", "Hoeveel mensen zijn gewond?", "Wanneer gaat de brug open?"],
    "pl": ["Kto jest burmistrzem?", "Ile osób zginęło?", "Dlaczego odwołano strajk?"],
    "ru": ["Кто мэр?", "Сколько людей пострадало?", "Когда откроют мост?"],
    "zh": ["市长是谁?", "有多少人受伤？"],
    "ja": ["市長は誰ですか", "何人がけがをしましたか？"],
    "ko": ["시장은 누구입니까?", "다리는 언제 열리나요?"],
    "": ["Gazprom", "Kilbrannagh", "Trump Putin Zelensky", "42", "??", "", "Twilio"],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in QUESTIONS.items() for text in texts])
def test_the_language_of_a_short_text(code: str, text: str) -> None:
    assert language_of(text) == code
    assert language_of(text, ["en", "fr"]) == code


def test_a_language_of_the_library_is_possible_too() -> None:
    catalan = "Qui és l'alcalde d'aquesta ciutat i quan va ser escollit?"
    assert language_of(catalan, ["ca"]) == "ca"


def test_languages_are_iso_codes() -> None:
    assert len(language_codes()) > 180
    assert set(LARGE_LANGUAGES) <= language_codes()


def test_a_question_that_tells_no_language_is_in_that_of_the_conversation_or_of_the_library() -> None:
    assert by_rules("Gazprom", languages=["de", "en"]).language == "de"
    assert by_rules("Gazprom", languages=[]).language == "en"
    german = Turn("Wer ist der Bürgermeister?", "Ada Moor.")
    assert by_rules("Gazprom?", [FERRY, german]).language == "de"


def test_the_languages_of_a_library_are_told_by_its_articles_and_by_titles(
    library: Library, ingest: Callable[..., list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.languages() == []
    ingest(
        document("a", "Eins zwei drei.", title="Ohne Belang", language="de"),
        document("b", "The ferry struck the pier.", title="Fourteen were hurt when the ferry struck the pier"),
        document("c", "The union accepted.", title="The union accepts what was offered by the railway"),
    )
    assert library.languages() == ["en", "de"]
    read: list[str] = []
    monkeypatch.setattr(told, "language_of", lambda title, among: read.append(title) or language_of(title, among))
    assert library.languages() == ["en", "de"]
    assert read == []
    library.delete(next(each.id for each in library.summaries() if each.metadata.language == "de"))
    assert library.languages() == ["en"]
    assert len(read) == 2


def test_of_many_titles_a_sample_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(told, "language_of", lambda title, among: read.append(title) or "en")
    summaries = [
        ArticleSummary(f"{number}", 1, "", Metadata(f"Title {number}", language="de" * (number < 50)), NOW, "", 1, 9)
        for number in range(20_000)
    ]
    assert told.languages_of(summaries) == ["en", "de"]
    assert 150 < len(read) <= told.SAMPLED_TITLES
