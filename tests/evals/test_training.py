"""How training pairs are made: what is wrong in an altered claim, and where; which sentence of a judged claim is."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from chatbot.embedding.encoder import SentenceEncoder
from evals.crossvalidation import UNSEEN_FOLDS
from evals.datasets import DataError, read_rows
from evals.training import answering, collected
from evals.training.alterations import Inventory, altered
from evals.training.completions import Opening, four_pairs, openings, other_ending
from evals.training.documents import SourceText
from evals.training.labelled import difference, is_held_out, labelled_pairs, located_answers
from evals.training.lessons import Sources, lessons
from evals.training.making import is_whole
from evals.training.mixing import judged_claims
from evals.training.pairs import SUPPORT, Pair, read_pairs, stated_pair, write_pairs
from evals.training.retold import LEAD, Article, lead_pairs, retold_pairs
from evals.training.wordings import merged, reworded, tidied
from evals.training.written import WRITTEN, Group, pairs_of, strong_groups, written_groups

SHARED_ENCODER = SentenceEncoder()

CLAIM = "Inga Solheim said on Monday that the ferry Calder Star may have carried 1,300 passengers from Lakeview."
INVENTORY = Inventory(
    entities={
        "PERSON": ["Inga Solheim", "Oskar Lund"],
        "GPE": ["Lakeview", "Port Arden"],
        "CARDINAL": ["1,300", "187"],
    },
    other_entities={"PERSON": ["Mara Quill"]},
    words={"VBN": ["refused", "carried"], "NNS": ["engines", "passengers"]},
    phrases=["after a night of heavy fog"],
    predicates=["ran aground at dawn"],
    subject_end=len("Inga Solheim"),
    tagged={"carried": "VBN", "passengers": "NNS"},
)


def test_an_altered_claim_differs_just_where_it_says() -> None:
    kinds = set()
    for seed in range(200):
        found = altered(CLAIM, INVENTORY, random.Random(seed))
        assert found
        kinds.add(found.kind)
        kept, at = "", 0
        for start, end in found.spans:
            assert 0 <= start < end <= len(found.text)
            kept, at = kept + found.text[at:start], end
        kept += found.text[at:]
        # Without the marked words nothing is left that the claim does not say, but for the full stop.
        words = iter(CLAIM.rstrip(".").split())
        assert all(word in words for word in kept.rstrip(".").split()) or found.kind in {"scale", "roles"}
    assert {"number", "entity", "negation", "certainty", "added", "merged", "continued", "word"} <= kinds


def test_names_of_one_kind_change_places() -> None:
    inventory = Inventory({"PERSON": ["Inga Solheim", "Oskar Lund"]}, {}, {}, [], [])
    claim = "Inga Solheim accused Oskar Lund of haste."
    texts = {found.text for seed in range(60) if (found := altered(claim, inventory, random.Random(seed)))}
    assert "Oskar Lund accused Inga Solheim of haste." in texts


def test_nothing_to_alter_is_said() -> None:
    assert altered("Yes.", Inventory({}, {}, {}, [], []), random.Random(0)) is None


def test_what_was_cut_through_a_quotation_is_no_sentence() -> None:
    assert is_whole("He said “no” (twice).")
    assert not is_whole("He said “no.")


def test_wordings_keep_what_is_said() -> None:
    assert tidied("the ferry , sank ,") == "The ferry, sank."
    assert reworded("The firm hired doctors", random.Random(0), rate=1.0) == "The company recruited physicians"
    assert merged("It rained.", "The ferry sank.", random.Random(3)).count("rained") == 1


def test_the_wrong_words_of_an_edit_are_found() -> None:
    wrong, right = "Oskar Lund left on Monday with two bags", "Inga Solheim left on Monday with bags"
    assert [wrong[start:end] for start, end in difference(wrong, right)] == ["Oskar Lund", "two"]


def test_a_short_answer_is_stated_and_what_is_wrong_in_it_is_marked() -> None:
    question, evidence = "Which country suspended its prime minister?", "Thailand suspended its prime minister."
    right = stated_pair("one", question, "Thailand", evidence, right=True)
    wrong = stated_pair("one", question, "Laos", evidence, right=False)
    assert (right.text, right.label, right.spans) == ("Thailand suspended its prime minister.", True, ())
    ((start, end),) = wrong.spans or ()
    assert (wrong.label, wrong.text[start:end]) == (False, "Laos")


def test_known_answers_become_claims_that_their_sentence_backs_or_not(tmp_path: Path) -> None:
    row = {
        "id": next(name for name in map(str, range(99)) if not is_held_out(name)),
        "question": "Who captains the Calder Star?",
        "answers": ["Inga Solheim"],
        "choices": ["Inga Solheim", "Oskar Lund"],
        "documents": [{"id": "d", "text": "The Calder Star is new. Inga Solheim captains it. Fog is forecast."}],
    }
    with gzip.open(tmp_path / "qa.jsonl.gz", "wt") as lines:
        lines.write(json.dumps(row))
    claims = {(p.text, p.evidence, p.label) for p in located_answers(tmp_path / "qa.jsonl.gz") if p.head == SUPPORT}
    held = "The Calder Star is new. Inga Solheim captains it."
    assert ("Inga Solheim captains the Calder Star.", held, True) in claims
    assert ("Oskar Lund captains the Calder Star.", held, False) in claims


def test_pairs_survive_their_file(tmp_path: Path) -> None:
    pairs = [
        Pair(SUPPORT, "number", "one", "Zwölf", "Elf", label=False, spans=((0, 5),)),
        Pair(SUPPORT, "wrong_evidence", "one", "Zwölf", "Elf", label=False),
    ]
    assert write_pairs(tmp_path / "pairs.jsonl.gz", pairs) == 2
    assert list(read_pairs(tmp_path / "pairs.jsonl.gz")) == pairs


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    text = "The ferry ran aground on Monday. Nobody was hurt. The operator denied a warning."
    rows = [
        {"claim": "The ferry ran aground. Nobody was hurt.", "supported": True},
        {"claim": "The ferry sank. Nobody was hurt.", "supported": False, "unsupported_spans": [[10, 14]]},
        {"claim": "The ferry ran aground. Everybody was hurt.", "supported": False},
        {"claim": "Share prices rose. The mayor slept through all of it.", "supported": False},
    ]
    path = tmp_path / "claims.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for at, row in enumerate(rows):
            lines.write(json.dumps({"id": str(at), "set": "s", "evidence": [text], "doc": "d", **row}) + "\n")
    return path


def test_only_the_wrong_sentence_of_a_claim_is_labelled_wrong(judged: Path) -> None:
    pairs = [pair for pair, _ in labelled_pairs(judged)]
    labels = [(pair.text, pair.label) for pair in pairs]
    assert labels == [
        ("The ferry ran aground.", True), ("Nobody was hurt.", True),
        ("The ferry sank.", False), ("Nobody was hurt.", True),
        ("The ferry ran aground.", True), ("Everybody was hurt.", False),
        # Which sentence of the last claim is wrong is not known, so neither is used.
    ]  # fmt: skip
    assert [pair.text[start:end] for pair in pairs for start, end in pair.spans or ()] == ["sank", "Everybody"]


def test_half_of_the_questions_are_kept_out() -> None:
    assert 400 < sum(is_held_out(f"question {number}") for number in range(1000)) < 600


OPENING = Opening(
    doc="ferry",
    before="Ferry runs aground",
    kept="The Calder Star carried 1,300 passengers",
    sentence="The Calder Star carried 1,300 passengers to Lakeview on Monday.",
    neighbours=("Fog had lain over the sound all night.", "Nobody was hurt."),
)


def test_a_language_model_is_given_the_first_words_of_a_sentence_and_what_stands_before_it() -> None:
    text = "Fog had lain over the sound all night, and no pilot was there. " + OPENING.sentence + " Nobody was hurt."
    found = {opening.sentence: opening for opening in openings(SourceText("ferry", "Ferry runs aground", text))}
    assert OPENING.sentence in found, "sentences of fewer than ten words are left alone"
    opening = found[OPENING.sentence]
    assert opening.sentence.startswith(opening.kept)
    assert opening.kept != opening.sentence
    assert opening.before.startswith("Ferry runs aground")
    assert "no pilot" in opening.before
    assert opening.sentence not in opening.before


@pytest.mark.parametrize(
    ("written", "finished"),
    [
        (" across the border. They were glad.\nMore", "The Calder Star carried 1,300 passengers across the border."),
        (" on Monday.", ""),  # Nothing that the article does not say.
        (" across the border and", ""),  # It ends nowhere.
        ("\nacross the border.", ""),
    ],
)
def test_what_a_language_model_writes_is_cut_to_one_sentence_that_says_something_new(
    written: str, finished: str
) -> None:
    assert other_ending(OPENING, written) == finished


def test_each_ending_is_right_beside_the_evidence_that_holds_it_and_wrong_beside_the_other() -> None:
    finished = OPENING.kept + " across the border."
    pairs = list(four_pairs(OPENING, finished, (OPENING.sentence, finished), random.Random(0)))
    assert [(pair.text, pair.label) for pair in pairs] == [
        (OPENING.sentence, True), (OPENING.sentence, False), (finished, True), (finished, False),
    ]  # fmt: skip
    assert all((pair.text in pair.evidence) == pair.label for pair in pairs)
    assert {pair.text[start:end] for pair in pairs for start, end in pair.spans or ()} == {
        " to Lakeview on Monday.", " across the border.",
    }  # fmt: skip


def test_a_claim_without_the_words_that_differ_is_no_wrong_one() -> None:
    claims = ("The Calder Star carried passengers.", OPENING.kept + " across the border.")
    pairs = list(four_pairs(OPENING, claims[1], claims, random.Random(0)))
    assert [pair.label for pair in pairs if pair.text == claims[0]] == [True]


def article(name: str, *sentences: str) -> Article:
    return Article(name, sentences, sentences[:1])


FERRY = article(
    "ferry",
    "The ferry Calder Star struck the eastern quay of Lakeview on Monday.",
    "Twelve people were hurt.",
    "The operator said that fog had lain over the sound.",
)
ALSO_FERRY = article(
    "also-ferry",
    "A ferry, the Calder Star, hit a quay at Lakeview in thick fog.",
    "Its captain was questioned by the police.",
)
RATES = article("rates", "The central bank of Norland left its main rate at 4.5 percent.", "Shares rose.")


def test_a_lead_stands_beside_what_follows_it() -> None:
    (pair, _) = lead_pairs([FERRY, RATES])
    assert (pair.kind, pair.doc, pair.text, pair.belief) == (LEAD, "ferry", FERRY.sentences[0], None)
    assert pair.evidence == " ".join(FERRY.sentences[1:])


def test_a_claim_stands_beside_another_article_about_the_same_event() -> None:
    pairs = {pair.doc: pair for pair in retold_pairs([FERRY, RATES, ALSO_FERRY], SHARED_ENCODER)}
    assert pairs["ferry"].evidence == " ".join(ALSO_FERRY.sentences)
    assert pairs["also-ferry"].evidence == " ".join(FERRY.sentences)
    assert "rates" not in pairs, "nobody else writes about it"


def test_a_copied_sentence_is_no_claim_in_other_words() -> None:
    assert not list(retold_pairs([FERRY, article("copy", *FERRY.sentences)], SHARED_ENCODER))


def test_judged_claims_of_unseen_folds_are_not_trained_on(tmp_path: Path) -> None:
    rows = [
        {"id": f"{at}", "set": "s", "doc": f"d{at}", "evidence": [f"It rained on day {at}."],
         "claim": f"It rained on day {at}.", "supported": at % 2 == 0}
        for at in range(40)
    ]  # fmt: skip
    with gzip.open(tmp_path / "verify-dev.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    folds = {pair.doc: fold for pair, fold in labelled_pairs(tmp_path / "verify-dev.jsonl.gz")}
    kept = {pair.doc for pair in judged_claims(tmp_path)}
    assert kept == {doc for doc, fold in folds.items() if fold not in UNSEEN_FOLDS} < set(folds)


def test_a_belief_is_what_the_head_should_say_and_survives_the_file(tmp_path: Path) -> None:
    pair = Pair(SUPPORT, LEAD, "doc", "A claim.", "Some evidence.", label=True, belief=0.75)
    write_pairs(tmp_path / "p.jsonl.gz", [pair])
    assert list(read_pairs(tmp_path / "p.jsonl.gz")) == [pair]
    assert (pair.target, Pair(SUPPORT, "made", "doc", "A", "B", label=True).target) == (0.75, 1.0)


SINGLE = {"evidence": ["The bridge of Ostrel was closed on Monday.", "It will open in May, the town said."]}
STRONG = {**SINGLE, "group": "7-1", "title": "Bridge closed", "published": "2025-03-03", "url": "https://a.example/1"}


def strong_group() -> Group:
    rows = [
        {**STRONG, "claim": "Ostrel closed its bridge on Monday, March 3, 2025.", "supported": True},
        {**STRONG, "claim": "The town says that the bridge will open in May.", "supported": True},
        {**STRONG, "claim": "The town says that the bridge will open in June.", "supported": False},
        {**STRONG, "claim": "A ferry runs.", "supported": True, "group": "7-2", "evidence": ["A ferry runs daily."]},
    ]
    return strong_groups(rows)[0]


def test_a_twin_is_compared_with_the_true_wording_that_it_was_made_from() -> None:
    dated, right, twin = (pair for pair in pairs_of(strong_group(), random.Random(1)) if pair.spans is not None)
    assert [twin.text[start:end] for start, end in twin.spans or ()] == ["June."]
    assert (dated.spans, right.spans) == ((), ())
    assert {pair.doc for pair in (dated, right, twin)} == {"https://a.example/1"}


def test_evidence_is_read_with_and_without_headings_and_among_other_sentences_but_never_without_what_backs() -> None:
    drawn = [pair for seed in range(40) for pair in pairs_of(strong_group(), random.Random(seed))]
    read = [pair.evidence for pair in drawn if pair.label]
    headed = [text for text in read if text.startswith("Bridge closed Published on Monday, 3 March 2025. ")]
    assert 0 < len(headed) < len(read)
    assert 0 < sum("A ferry runs daily." in text for text in read) < len(read)
    assert all(sentence in text for text in read for sentence in SINGLE["evidence"])
    lacking = [pair for pair in drawn if pair.spans is None]
    assert lacking
    assert not any(pair.label or all(text in pair.evidence for text in SINGLE["evidence"]) for pair in lacking)


def test_written_groups_name_their_evidence_by_the_characters_of_an_article(tmp_path: Path) -> None:
    text = "The mill of Ostrel\nburned. Nobody was hurt."
    article = {"url": "https://a.example/2", "title": "Mill", "published": "2025-03-04T06:00:00", "text": text}
    group = {
        "url": article["url"], "evidence": [[0, 26]], "others": [[27, 43]], "right": ["Ostrel's mill burned."],
        "wrong": [{"error": "place", "claim": "Lakeview's mill burned."}],
    }  # fmt: skip
    for name, row in (("corpus", article), ("written", group), ("strange", {**group, "url": "https://b.example"})):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (read,) = written_groups(tmp_path / "corpus.jsonl", tmp_path / "written.jsonl")
    assert (read.evidence, read.others) == (("The mill of Ostrel burned.",), ("Nobody was hurt.",))
    assert read.wrong == ("Lakeview's mill burned.",)
    with pytest.raises(DataError, match=r"lacks the article https://b\.example"):
        list(written_groups(tmp_path / "corpus.jsonl", tmp_path / "strange.jsonl"))


def test_the_written_groups_are_whole() -> None:
    rows = list(read_rows(WRITTEN, {"url": str, "evidence": list, "others": list, "right": list, "wrong": list}))
    assert all(row["right"] and row["wrong"] and row["evidence"] for row in rows)
    texts = [[*row["right"], *(twin["claim"] for twin in row["wrong"])] for row in rows]
    assert all(len(set(group)) == len(group) for group in texts)


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("CC BY-SA 3.0 (FEVER/Wikipedia); repo BSD-3", True),
        ("OANC / CC BY 3.0 etc.; repo BSD-3", True),
        ("CC BY-NC 4.0", False),
        ("MultiNLI: OANC/CC BY 3.0 etc.; repo CC BY-NC 4.0", False),
        ("unclear (GenAudit repo Apache-2.0)", False),
        ("Apache-2.0 (repo); upstream sets vary", False),
        ("", False),
    ],
)
def test_only_free_licences_are_trained_on(licence: str, free: bool) -> None:
    assert collected.is_free(licence) is free


def test_a_set_is_evened_and_bounded() -> None:
    def rows(name: str, right: int, wrong: int) -> list[dict[str, object]]:
        return [{"set": name, "supported": at < right, "claim": str(at)} for at in range(right + wrong)]

    chosen = collected.evened([*rows("large", 9_000, 9_000), *rows("one-sided", 3_000, 150)], random.Random(0))
    counts = Counter((row["set"], row["supported"]) for row in chosen)
    most = collected.MOST_OF_A_SET // 2
    assert counts == {
        ("large", True): most, ("large", False): most, ("one-sided", True): 300, ("one-sided", False): 150,
    }  # fmt: skip


def test_pairs_of_one_document_are_on_one_side_in_every_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "SETS", {"squad1-train": 40})
    published = [
        {"claim": claim, "evidence": [f"Story {at}. The mill of Ostrel burned. Nobody was hurt."], "supported": right,
         "set": "mills", "licence": "MIT"}
        for at in range(40)
        for claim, right in (("The mill burned.", True), ("Ten were hurt.", False))
    ]  # fmt: skip
    strong = [
        {**STRONG, "url": f"https://a.example/{at}", "group": str(at), "claim": claim, "supported": right}
        for at in range(40)
        for claim, right in (("The bridge is closed.", True), ("The bridge is open.", False))
    ]
    asked = [
        {"question": "What burned?", "passage": f"Story {at}. The mill burned. Nobody was hurt.", "answerable": True,
         "answers": [{"text": "mill", "start": f"Story {at}. The mill".index("mill")}], "set": "squad1-train"}
        for at in range(40)
    ]  # fmt: skip
    judged = [
        {"id": f"{at}", "set": "s", "doc": f"d{at}", "evidence": [f"It rained on day {at}."],
         "claim": f"It rained on day {at}.", "supported": at % 2 == 0}
        for at in range(40)
    ]  # fmt: skip
    files = {"entailment": published, "strong": strong, "qa": asked, "verify-dev": judged, "retrieval-corpus": []}
    for name, lines in files.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    made = lessons(Sources(tmp_path, tmp_path, tmp_path / "none.jsonl", tmp_path / "none.jsonl"))
    docs = {name: {pair.doc for pair in pairs} for name, pairs in made.items()}
    assert {pair.text for pair in made["first"]} == {"The mill burned.", "Ten were hurt."}
    assert docs["last"] >= {pair.doc for pair in judged_claims(tmp_path)}
    assert {"The bridge is closed.", "The bridge is open.", "What burned?"} <= {pair.text for pair in made["last"]}
    for kept in ("broad-kept-out", "strong-kept-out", "asked-kept-out"):
        assert docs[kept]
        assert not docs[kept] & (docs["first"] | docs["last"])
