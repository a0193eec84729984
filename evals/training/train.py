"""Trains the evidence model: `python -m evals.training.train --pairs P.jsonl.gz --out FOLDER`.

Writes a checkpoint every few hundred steps and goes on from it when started again. One pass over the pairs is usual:
more different pairs beat the same ones twice.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from evals.training.batches import IGNORED, Batch, Encoded, batches, collate, encode
from evals.training.network import MPNET, EvidenceNetwork
from evals.training.pairs import LABELLED, Pair, read_pairs
from evals.training.pretrained import new_network, new_teacher

LEARNING_RATE = 1.5e-4
WARM_UP = 0.06
"""Share of the steps in which the rate grows; then it falls to zero in a straight line."""
TOKEN_LOSS = 1.0
MISSED = torch.tensor(2.0)
"""What a token that is not backed counts, against one that is."""
KEPT_EVERY = 200
"""Steps between checkpoints."""


def loss_of(network: EvidenceNetwork, batch: Batch) -> torch.Tensor:
    """Weighted mean loss of a batch: the pair's own head, and the tokens whose label is known."""
    logits = network(batch.ids, batch.types, batch.mask)
    chosen = torch.where(batch.support > 0, logits.support, logits.answer).float()
    pair = functional.binary_cross_entropy_with_logits(chosen, batch.label, reduction="none")
    known = (batch.unbacked != IGNORED) & (batch.support[:, None] > 0)
    token = functional.binary_cross_entropy_with_logits(
        logits.unbacked.float(), batch.unbacked.clamp(min=0), reduction="none", pos_weight=MISSED.to(known.device)
    )
    # Tokens count by the pair: a long sentence is not worth more than a short one.
    share = (token * known).sum(1) / known.sum(1).clamp(min=1)
    return ((pair + TOKEN_LOSS * share) * batch.weight).sum() / batch.weight.sum()


class Run:
    """A network in training, with what is needed to go on after an interruption.

    Passes run on a copy of the weights. Where the processor or card computes in bfloat16 the copy is rounded to it,
    which takes half of the time or less of casting layer by layer. Elsewhere, as with AVX2 alone, bfloat16 is a hundred
    times slower, and the copy is exact. The optimizer moves the exact weights.
    """

    def __init__(self, network: EvidenceNetwork, rate: float, steps: int) -> None:
        network.words.weight.requires_grad_(False)  # A third of the weights and no gain: what words mean is known.
        self.network = network
        self.steps = steps
        self.step = 0
        self._device = network.words.weight.device.type
        self._rounded = copy.deepcopy(network).to(pass_type()).train()
        self._learning = [weights for weights in network.parameters() if weights.requires_grad]
        self._optimizer = torch.optim.AdamW(self._learning, lr=rate, weight_decay=0.01, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, lambda step: rate_share(step, steps))

    def advance(self, batch: Batch) -> float:
        """Learn from one batch; returns its loss."""
        loss = loss_of(self._rounded, batch.to(self._device))
        loss.backward()
        rounded = [weights for weights in self._rounded.parameters() if weights.requires_grad]
        for exact, low in zip(self._learning, rounded, strict=True):
            exact.grad, low.grad = None if low.grad is None else low.grad.float(), None
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._round()
        self.step += 1
        return float(loss.item())

    def _round(self) -> None:
        """Bring the copy up to date."""
        with torch.no_grad():
            for exact, low in zip(self.network.parameters(), self._rounded.parameters(), strict=True):
                if exact.requires_grad:
                    low.copy_(exact)

    def keep(self, path: Path) -> None:
        """Write everything, whole or not at all."""
        parts = (self.network, self._optimizer, self._schedule)
        state = {"parts": [part.state_dict() for part in parts], "step": self.step, "steps": self.steps}
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint, if there is one of a run of as many steps."""
        state: dict[str, Any] = torch.load(path, map_location=self._device) if path.exists() else {"steps": None}
        if state["steps"] == self.steps:
            for part, stored in zip((self.network, self._optimizer, self._schedule), state["parts"], strict=True):
                part.load_state_dict(stored)
            self.step = state["step"]
            self._round()


def train(network: EvidenceNetwork, encoded: Sequence[Encoded], rate: float, seed: int, checkpoint: Path) -> None:
    """Train in place, one pass over the pairs; resumes from the checkpoint where there is one."""
    plan = list(batches(encoded, seed))
    run = Run(network, rate, len(plan))
    run.resume(checkpoint)
    network.train()
    started, seen, losses = time.time(), 0, []
    for places in plan[run.step :]:
        losses.append(run.advance(collate([encoded[at] for at in places])))
        seen += len(places)
        if run.step % KEPT_EVERY == 0:
            speed = seen / (time.time() - started)
            print(f"{run.step}/{run.steps} loss {sum(losses) / len(losses):.4f} {speed:.1f} pairs/s", flush=True)
            losses = []
            run.keep(checkpoint)
    network.eval()


def pass_type() -> torch.dtype:
    """The numbers that passes compute in."""
    rounds = torch.cuda.is_available() or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.bfloat16 if rounds else torch.float32


def rate_share(step: int, steps: int) -> float:
    """Share of the learning rate at a step: up in a straight line, then down to zero in another."""
    warm = max(1, int(WARM_UP * steps))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


@torch.no_grad()  # type: ignore[untyped-decorator]
def scores(network: EvidenceNetwork, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Support and answer logits of pairs, and the highest unbacked logit among each text's tokens."""
    rounded = copy.deepcopy(network).to(pass_type()).eval()
    encoded = encode(pairs)
    found, device = torch.zeros(3, len(pairs)), network.words.weight.device.type
    for places in batches(encoded, None, 6000):
        batch = collate([encoded[at] for at in places]).to(device)
        logits = rounded(batch.ids, batch.types, batch.mask)
        inside = torch.where(batch.unbacked > -2, logits.unbacked.float(), -99.0)
        own = (batch.types == 0) & (batch.mask == 1)
        own[:, 0] = False
        highest = torch.where(own, inside, -99.0).max(1).values
        found[:, places] = torch.stack([logits.support.float(), logits.answer.float(), highest]).cpu()
    return found[0], found[1], found[2]


def weights_of(pairs: Sequence[Pair]) -> list[float]:
    """1 for made pairs; judged ones count by the rarity of their set and label, from a third to three times."""
    counts = Counter((pair.kind, pair.label) for pair in pairs if pair.kind.startswith(LABELLED))
    mean = sum(counts.values()) / max(1, len(counts))
    rare = {kind: min(3.0, max(1 / 3, (mean / count) ** 0.7)) for kind, count in counts.items()}
    return [rare.get((pair.kind, pair.label), 1.0) for pair in pairs]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.train", description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, nargs="+", help="files of pairs")
    parser.add_argument("--encoder", type=Path, help="folder of all-mpnet-base-v2, to train that instead of MiniLM")
    parser.add_argument("--layers", type=int, default=MPNET.layers, help="layers of it to keep, from the first")
    parser.add_argument("--start", type=Path, help="weights of a round before")
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoint and weights")
    parser.add_argument("--limit", type=int, help="pairs, chosen at random")
    parser.add_argument("--rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)
    pairs = [pair for path in options.pairs for pair in read_pairs(path)]
    random.Random(options.seed).shuffle(pairs)  # noqa: S311
    network = (
        new_teacher(options.encoder, options.seed, options.layers) if options.encoder else new_network(options.seed)
    )
    if options.start:
        network.load_state_dict(torch.load(options.start))
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    chosen = pairs[: options.limit]
    encoded = encode(chosen, weights_of(chosen))
    train(network, encoded, options.rate, options.seed, options.out / "checkpoint.pt")
    torch.save(network.cpu().state_dict(), options.out / "network.pt")


if __name__ == "__main__":
    main()
