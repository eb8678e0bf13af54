"""Write the tiny random model that the tests read, with the logits that torch computes for it.

    python training/fixture.py tests/data/reader

It has the architecture of `model.py` and none of its sizes, so that `qa_bot/reader/bert.py` must take them from the
weights. The vocabulary is letters, digits and a few words, enough for the tests of the tokenizer.
"""

from __future__ import annotations

import argparse
import string
from pathlib import Path

import numpy as np
import torch
from model import Reader, Sizes

SEED, HEADS = 17, 2
WORDS = [
    *("the", "of", "and", "who", "what", "when", "where", "is", "was", "in", "to", "moon", "station", "built", "by"),
    *("year", "china", "university", "national", "space", "un", "able", "aff", "new", "york", "caf", "e", "i", "don"),
    *("can", "not"),
]
ENDINGS = ["##able", "##aff", "##ing", "##ed", "##s", "##th", "##na", "##ana"]


def vocabulary() -> list[str]:
    letters = [*string.ascii_lowercase, *string.digits, "é", "ß", "ø", "я", "ж", "字", "国", "ᄒ", "🙂"]
    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *string.punctuation, "“", "”", "–", "£", "€", "。"]
    entries += [*letters, *(f"##{letter}" for letter in letters), *WORDS, *ENDINGS, "##ᅡ", "##ᆫ"]
    return list(dict.fromkeys(entries))


def tiny(pieces: int) -> Reader:
    """A small random model; its weights are large enough for attention to be peaked."""
    reader = Reader(Sizes(layers=2, width=24, inner=48, heads=HEADS, pieces=pieces, positions=320)).eval()
    with torch.no_grad():
        for name, parameter in reader.named_parameters():
            parameter.normal_(mean=float("norm.weight" in name), std=0.3)
    return reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    draw = np.random.default_rng(SEED)
    vocab = vocabulary()
    reader = tiny(len(vocab))
    lengths = np.array([1, 2, 17, 64, 40, 320])
    ids = [draw.integers(0, len(vocab), length).astype(np.int32) for length in lengths]
    segments = [(np.arange(length) >= length // 4).astype(np.int32) for length in lengths]
    with torch.no_grad():
        logits = [
            reader(torch.tensor(row)[None], torch.tensor(segment)[None], torch.ones(1, len(row), dtype=torch.bool))[0]
            for row, segment in zip(ids, segments, strict=True)
        ]
    args.out.mkdir(parents=True, exist_ok=True)
    tensors = {f"tensor.{name}": tensor.numpy() for name, tensor in reader.state_dict().items()}
    np.savez_compressed(
        args.out / "tiny.npz",
        heads=np.array(HEADS),
        lengths=lengths,
        ids=np.concatenate(ids),
        segments=np.concatenate(segments),
        logits=torch.cat(logits).numpy(),
        **tensors,
    )
    (args.out / "vocab.txt").write_text("".join(f"{entry}\n" for entry in vocab), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
