"""Encoders with a span head in torch, for training only; `qa_bot/reader/bert.py` computes the reader in numpy.

Parameter names and shapes are those of the base checkpoint. GELU is the tanh form, which numpy computes fast. The
teacher is an MPNet (Song et al. 2020, arXiv:2004.09297) that is brought into the same form: the same pieces in the
same order, segments that begin at zero, and its relative positions, which are not trained further.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

PAD, CLS, SEP = 0, 101, 102
BUCKETS, FARTHEST = 32, 128  # of relative positions


@dataclass(frozen=True)
class Sizes:
    layers: int
    width: int
    inner: int
    norm_eps: float = 1e-12
    relative: bool = False  # whether attention is biased by how far apart two pieces are
    heads: int = 12
    pieces: int = 30522
    positions: int = 512


MINILM = Sizes(layers=6, width=384, inner=1536)
MPNET = Sizes(layers=12, width=768, inner=3072, norm_eps=1e-5, relative=True)


class Layer(nn.Module):
    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.out_norm = nn.LayerNorm(width, eps=sizes.norm_eps)
        self.up = nn.Linear(width, sizes.inner)
        self.down = nn.Linear(sizes.inner, width)
        self.down_norm = nn.LayerNorm(width, eps=sizes.norm_eps)

    def forward(self, x: Tensor, bias: Tensor, dropout: float) -> Tensor:
        """[batch, pieces, width], [batch, 1 or heads, 1 or pieces, pieces] -> [batch, pieces, width]."""
        batch, pieces, width = x.shape
        q, k, v = self.qkv(x).view(batch, pieces, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = attend(q, k, v, bias).transpose(1, 2).reshape(batch, pieces, width)
        x = self.out_norm(x + F.dropout(self.out(mixed), dropout, self.training))
        inner = F.gelu(self.up(x), approximate="tanh")
        return self.down_norm(x + F.dropout(self.down(inner), dropout, self.training))


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Scaled dot-product attention, [batch, heads, pieces, width / heads] each.

    Written out when training on a CPU, where the fused kernel's backward pass is three times slower.
    """
    if q.is_cuda or not torch.is_grad_enabled():
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    with torch.autocast("cpu", enabled=False):
        q, k, v = q.float().contiguous(), k.float().contiguous(), v.float().contiguous()
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + bias
        return torch.softmax(scores, dim=-1) @ v


def buckets(pieces: int, device: torch.device) -> Tensor:
    """The bucket of each pair of positions, int [pieces, pieces]: near ones apart, far ones by their logarithm.

    As in T5 (Raffel et al. 2020, arXiv:1910.10683), both directions.
    """
    at = torch.arange(pieces, device=device)
    ahead = at[None, :] - at[:, None]
    half, near = BUCKETS // 2, BUCKETS // 4
    away = ahead.abs()
    scale = (half - near) / torch.log(torch.tensor(FARTHEST / near))
    far = near + (torch.log(away.clamp(min=1) / near) * scale.to(device)).long()
    return (ahead > 0) * half + torch.where(away < near, away, far.clamp(max=half - 1))


class Reader(nn.Module):
    """Start and end logits; those of the first piece ([CLS]) say that the passage does not answer."""

    def __init__(self, sizes: Sizes = MINILM, dropout: float = 0.0) -> None:
        super().__init__()
        self.dropout = dropout
        self.word = nn.Embedding(sizes.pieces, sizes.width)
        self.position = nn.Embedding(sizes.positions, sizes.width)
        self.segment = nn.Embedding(2, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=sizes.norm_eps)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.span = nn.Linear(sizes.width, 2)
        if sizes.relative:
            self.relative = nn.Embedding(BUCKETS, sizes.heads).requires_grad_(False)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """ids, segments int [batch, pieces], mask bool [batch, pieces] -> logits [batch, pieces, 2]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.position(positions) + self.segment(segments))
        x = F.dropout(x, self.dropout, self.training)
        bias = torch.zeros(mask.shape, device=ids.device).masked_fill(~mask, -1e4)[:, None, None, :]
        if hasattr(self, "relative"):
            bias = bias + self.relative(buckets(ids.shape[1], ids.device)).permute(2, 0, 1)
        if x.is_cuda and torch.is_autocast_enabled("cuda"):
            bias = bias.to(torch.get_autocast_dtype("cuda"))
        for layer in self.layers:
            x = layer(x, bias, self.dropout)
        return self.span(x).float()


def from_base(folder: Path, dropout: float = 0.0) -> Reader:
    """The weights of all-MiniLM-L6-v2 or of all-mpnet-base-v2, with a fresh span head."""
    state = load_file(folder / "model.safetensors")
    teacher = "encoder.relative_attention_bias.weight" in state
    model = Reader(MPNET if teacher else MINILM, dropout)
    with torch.no_grad():
        word, position = (state[f"embeddings.{name}_embeddings.weight"].float() for name in ("word", "position"))
        if teacher:
            # Its vocabulary is BERT's after four special pieces, and its positions begin after the padding's.
            special, word, position = word[:3], word[4 : 4 + MPNET.pieces], position[2:]
            word[[CLS, PAD, SEP]] = special
            model.segment.weight.zero_()
            model.relative.weight.copy_(state["encoder.relative_attention_bias.weight"])
        else:
            model.segment.weight.copy_(state["embeddings.token_type_embeddings.weight"])
        model.word.weight.copy_(word)
        model.position.weight.copy_(position)
        copy(model.norm, state, "embeddings.LayerNorm")
        attention = ("attn.q", "attn.k", "attn.v") if teacher else ("self.query", "self.key", "self.value")
        output, norm = ("attn.o", "LayerNorm") if teacher else ("output.dense", "output.LayerNorm")
        for i, layer in enumerate(model.layers):
            own = f"encoder.layer.{i}"
            for part in ("weight", "bias"):
                parts = [state[f"{own}.attention.{name}.{part}"] for name in attention]
                getattr(layer.qkv, part).copy_(torch.cat(parts))
            copy(layer.out, state, f"{own}.attention.{output}")
            copy(layer.out_norm, state, f"{own}.attention.{norm}")
            copy(layer.up, state, f"{own}.intermediate.dense")
            copy(layer.down, state, f"{own}.output.dense")
            copy(layer.down_norm, state, f"{own}.output.LayerNorm")
        nn.init.normal_(model.span.weight, std=0.02)
        nn.init.zeros_(model.span.bias)
    return model


def copy(module: nn.Module, state: dict[str, Tensor], name: str) -> None:
    for part, own in module.named_parameters():
        own.copy_(state[f"{name}.{part}"])
