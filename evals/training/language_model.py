"""Opens a causal language model from a folder of Hugging Face's or from a GGUF file, in PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_language_model(path: Path, *, exact: bool = False) -> tuple[Any, Any]:
    """Model and tokenizer, on the GPU where there is one; the tokenizer pads on the left, as generating needs it.

    Args:
        path: a folder with weights and tokenizer, or a GGUF file, whose weights are no longer quantised afterwards.
        exact: weights in float32, to be trained, instead of bfloat16.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    quantised = path.suffix == ".gguf"
    folder = path.parent if quantised else path
    given: dict[str, Any] = {"gguf_file": path.name} if quantised else {}
    tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left", **given)
    if quantised:
        given["quantization_config"] = GgufConfig(dequantize=True)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32 if exact else torch.bfloat16, **given)
    return model.eval().to("cuda" if torch.cuda.is_available() else "cpu"), tokenizer


def chat_prompt(message: str) -> str:
    """A user's message as a chat model of the Qwen family reads it, up to where its answer begins."""
    return f"<|im_start|>user\n{message}<|im_end|>\n<|im_start|>assistant\n"
