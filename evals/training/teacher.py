"""A language model fine-tuned to say whether evidence supports a claim: what the small evidence model learns from.

    python -m evals.training.teacher --model MODEL --learn PAIRS … --judge PAIRS … --out FOLDER

A model some fifty times as large knows what words mean, and learns from few judged claims what people call supported.
It is meant for a GPU. Its beliefs about pairs that nobody judged make these worth training on ("Distilling the
Knowledge in a Neural Network", Hinton and others, 2015).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from evals.training.batches import like_lengths
from evals.training.language_model import chat_prompt, open_language_model
from evals.training.pairs import SUPPORT, Pair, read_pairs, write_pairs
from evals.training.train import rate_share, weights_of

RATE = 1e-5
LEARNED_TOKENS, JUDGED_TOKENS = 6_000, 40_000
"""Padded tokens in a batch."""
MOST_TOKENS = 400
REPORTED_EVERY = 100
"""Steps between lines of progress."""
QUESTION = "Source: {evidence}\n\nSentence: {text}\n\nDoes the source say everything that the sentence says?"
YES, NO = "Yes", "No"


class Teacher(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """A causal language model's body with one output: the logit that the answer is yes.

    The output begins as the difference of the two answers' own output weights, so what the model knows already counts.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        super().__init__()
        self.body = model.model
        self._tokenizer = tokenizer
        yes, no = (tokenizer.encode(word)[0] for word in (YES, NO))
        output = model.get_output_embeddings().weight
        self.direction = nn.Parameter((output[yes] - output[no]).detach().float().clone())
        self.offset = nn.Parameter(torch.zeros(1, device=output.device))
        self.body.get_input_embeddings().weight.requires_grad_(False)

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Logits of a batch of prompts, (batch,).

        Args:
            ids: (batch, tokens), padded on the right: what stands behind a prompt is not seen by it.
            lengths: (batch,), tokens of each prompt.
        """
        states = self.body(input_ids=ids, use_cache=False).last_hidden_state
        last = states[torch.arange(len(ids), device=ids.device), lengths - 1]
        return last.float() @ self.direction + self.offset

    def encode(self, pairs: Sequence[Pair]) -> list[list[int]]:
        """Tokens of each pair's prompt; the evidence is cut where the whole is too long."""
        encoded = []
        for pair in pairs:
            before, after = chat_prompt(QUESTION.format(evidence="\0", text=pair.text)).split("\0", maxsplit=1)
            start, end = self._tokenizer.encode(before), self._tokenizer.encode(after)
            evidence = self._tokenizer.encode(pair.evidence)[: max(16, MOST_TOKENS - len(start) - len(end))]
            encoded.append([*start, *evidence, *end])
        return encoded

    def learn(self, pairs: Sequence[Pair], weights: Sequence[float], rate: float = RATE, seed: int = 0) -> None:
        """One pass over the pairs, in bfloat16 with exact weights."""
        encoded = self.encode(pairs)
        plan = list(like_lengths([len(ids) for ids in encoded], seed, LEARNED_TOKENS))
        learning = [weight for weight in self.parameters() if weight.requires_grad]
        optimizer = torch.optim.AdamW(learning, lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_share(step, len(plan)))
        self.train()
        started = time.time()
        for step, places in enumerate(plan):
            loss = self._loss(
                [encoded[at] for at in places], [pairs[at] for at in places], [weights[at] for at in places]
            )
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            if (step + 1) % REPORTED_EVERY == 0:
                print(f"{step + 1}/{len(plan)} loss {loss.item():.4f} {time.time() - started:.0f} s", flush=True)
        self.eval()

    def _loss(self, prompts: Sequence[list[int]], pairs: Sequence[Pair], weights: Sequence[float]) -> torch.Tensor:
        logits = self._read(prompts)
        target, weight = torch.tensor([[pair.target for pair in pairs], weights], device=logits.device)
        return (functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).mean()

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def judge(self, pairs: Sequence[Pair]) -> list[float]:
        """Logit of support of each pair."""
        encoded = self.encode(pairs)
        found = torch.zeros(len(pairs))
        for places in like_lengths([len(ids) for ids in encoded], None, JUDGED_TOKENS):
            found[places] = self._read([encoded[at] for at in places]).float().cpu()
        return found.tolist()  # type: ignore[no-any-return]

    def _read(self, prompts: Sequence[list[int]]) -> torch.Tensor:
        width, device = max(map(len, prompts)), self.direction.device
        ids = torch.zeros(len(prompts), width, dtype=torch.long)
        for row, prompt in enumerate(prompts):
            ids[row, : len(prompt)] = torch.tensor(prompt)
        lengths = torch.tensor([len(prompt) for prompt in prompts])
        with torch.autocast(device.type, torch.bfloat16):
            return self(ids.to(device), lengths.to(device))


def believed(pairs: Sequence[Pair], logits: Sequence[float]) -> Iterator[Pair]:
    """The pairs with a teacher's beliefs as labels."""
    for pair, belief in zip(pairs, torch.tensor(logits).sigmoid().tolist(), strict=True):
        yield replace(pair, label=belief >= 0.5, belief=round(belief, 4))


def lesson(path: Path, limit: int | None) -> list[Pair]:
    """The claims of a file that a teacher learns in one round, chosen at random where there are more."""
    claims = [pair for pair in read_pairs(path) if pair.head == SUPPORT]
    random.Random(path.name).shuffle(claims)  # noqa: S311
    return claims[:limit]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.teacher", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="chat model of the Qwen family: folder or GGUF file")
    parser.add_argument("--learn", type=Path, nargs="+", required=True, help="files of pairs, a round for each")
    parser.add_argument("--judge", type=Path, nargs="+", required=True, help="files of pairs to give beliefs to")
    parser.add_argument("--out", type=Path, required=True, help="folder for the judged pairs")
    parser.add_argument("--limit", type=int, help="pairs of each file that are learned")
    options = parser.parse_args()
    teacher = Teacher(*open_language_model(options.model, exact=True))
    for path in options.learn:
        claims = lesson(path, options.limit)
        teacher.learn(claims, weights_of(claims))
    options.out.mkdir(parents=True, exist_ok=True)
    for path in options.judge:
        judged = list(read_pairs(path))
        print(path.name, write_pairs(options.out / path.name, believed(judged, teacher.judge(judged))))


if __name__ == "__main__":
    main()
