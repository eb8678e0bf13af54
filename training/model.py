"""The reader in torch, for training only; `qa_bot/reader/bert.py` computes the same in numpy.

Parameter names and shapes are those of the base checkpoint. GELU is the tanh form, which numpy computes fast.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

LAYERS, WIDTH, HEADS, INNER, PIECES, POSITIONS = 6, 384, 12, 1536, 30522, 512
NORM_EPS = 1e-12


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.out_norm = nn.LayerNorm(WIDTH, eps=NORM_EPS)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH, eps=NORM_EPS)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:  # [batch, pieces, WIDTH], [batch, 1, 1, pieces]
        batch, pieces, _ = x.shape
        q, k, v = self.qkv(x).view(batch, pieces, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = attend(q, k, v, mask)
        x = self.out_norm(x + self.out(mixed.transpose(1, 2).reshape(batch, pieces, WIDTH)))
        return self.down_norm(x + self.down(F.gelu(self.up(x), approximate="tanh")))


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Scaled dot-product attention, [batch, HEADS, pieces, WIDTH / HEADS] each.

    Written out when training on a CPU, where the fused kernel's backward pass is three times slower.
    """
    if q.is_cuda or not torch.is_grad_enabled():
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    with torch.autocast("cpu", enabled=False):
        q, k, v = q.contiguous(), k.contiguous(), v.contiguous()
        bias = torch.zeros_like(mask, dtype=q.dtype).masked_fill(~mask, -1e4)
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + bias
        return torch.softmax(scores, dim=-1) @ v


class Reader(nn.Module):
    """Start and end logits; those of the first piece ([CLS]) say that the passage does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(PIECES, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=NORM_EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.span = nn.Linear(WIDTH, 2)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """ids, segments int [batch, pieces], mask bool [batch, pieces] -> logits [batch, pieces, 2]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.position(positions) + self.segment(segments))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return self.span(x).float()


def from_base(folder: Path) -> Reader:
    """all-MiniLM-L6-v2's weights, with a fresh span head."""
    state = load_file(folder / "model.safetensors")
    model = Reader()
    with torch.no_grad():
        model.word.weight.copy_(state["embeddings.word_embeddings.weight"])
        model.position.weight.copy_(state["embeddings.position_embeddings.weight"])
        model.segment.weight.copy_(state["embeddings.token_type_embeddings.weight"])
        copy(model.norm, state, "embeddings.LayerNorm")
        for i, layer in enumerate(model.layers):
            own = f"encoder.layer.{i}"
            for part in ("weight", "bias"):
                parts = [state[f"{own}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(parts))
            copy(layer.out, state, f"{own}.attention.output.dense")
            copy(layer.out_norm, state, f"{own}.attention.output.LayerNorm")
            copy(layer.up, state, f"{own}.intermediate.dense")
            copy(layer.down, state, f"{own}.output.dense")
            copy(layer.down_norm, state, f"{own}.output.LayerNorm")
        nn.init.normal_(model.span.weight, std=0.02)
        nn.init.zeros_(model.span.bias)
    return model


def copy(module: nn.Module, state: dict[str, Tensor], name: str) -> None:
    for part, own in module.named_parameters():
        own.copy_(state[f"{name}.{part}"])
