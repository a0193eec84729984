"""Makes the shipped evidence model: `python -m evals.training.export --weights network.pt [--out FOLDER]`.

One ONNX graph with int8 weights: tokens of a text and its evidence in; logits of support and of answering, and one for
each token that it is not backed, out. Equal package versions give equal bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import warnings
from pathlib import Path
from typing import Any

from evals.export_embedder import quantise

DEFAULT_OUT = Path(__file__).parent.parent.parent / "chatbot" / "weights" / "evidence"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.export", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="what evals.training.train wrote")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for model.onnx")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    export(options.weights, options.out / "model.onnx")
    print(hashlib.sha256((options.out / "model.onnx").read_bytes()).hexdigest(), "model.onnx")


def export(weights: Path, target: Path) -> None:
    """Write the int8 graph of trained weights."""
    import torch

    from evals.training.network import EvidenceNetwork

    network = EvidenceNetwork()
    network.load_state_dict(torch.load(weights))
    network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "fp32.onnx"
        _export_fp32(network, full)
        quantise(full, target)


def _export_fp32(network: Any, target: Path) -> None:
    import torch

    ids = torch.full((2, 16), 1000)
    types = torch.cat([torch.zeros(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long)], dim=1)
    free = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        # The TorchScript exporter is deprecated, but it writes no paths and no stack traces into the graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, types, torch.ones_like(ids)),
            str(target),
            input_names=["input_ids", "token_type_ids", "attention_mask"],
            output_names=["support", "answer", "unbacked"],
            dynamic_axes={
                "input_ids": free, "token_type_ids": free, "attention_mask": free,
                "support": {0: "batch"}, "answer": {0: "batch"}, "unbacked": free,
            },
            opset_version=17,
            dynamo=False,
        )  # fmt: skip


if __name__ == "__main__":
    main()
