"""The network that guesses masked tokens: a bidirectional transformer over the frames of a codec (García et al., "VampNet: Music Generation
via Masked Acoustic Token Modeling", arXiv 2307.04686), with T5's relative position bias, RMS norms and gated GELU."""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BUCKETS = 32
FARTHEST = 128


@dataclass(frozen=True)
class TransformerSizes:
    width: int
    heads: int
    layers: int
    codebooks: int
    # the first ones, which it is told and does not guess
    conditioning: int
    vocabulary: int
    codebook_dim: int = 8

    @property
    def predicted(self) -> int:
        return self.codebooks - self.conditioning


def bucket_of_distance() -> Tensor:
    """The bucket of each distance key - query from -FARTHEST to FARTHEST; all that is farther shares the last one. Half the buckets of a
    side are single steps, the others widen logarithmically. Computed once, in float32 as in training, so that no runtime rounds a
    boundary otherwise."""
    distance = torch.arange(-FARTHEST, FARTHEST + 1)
    side = BUCKETS // 2
    exact = side // 2
    away = distance.abs()
    wide = exact + (torch.log(away.float().clamp(min=1) / exact) / math.log(FARTHEST / exact) * (side - exact)).long()
    return torch.where(away < exact, away, wide.clamp(max=side - 1)) + (distance > 0).long() * side


class RmsNorm(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


class Film(nn.Module):
    """Scales and shifts by what a condition says. The published checkpoints were trained without one (its dimension is 0): then this is
    nothing, and the exported graph needs no further input."""

    def __init__(self, condition_dim: int, width: int):
        super().__init__()
        self.gamma = nn.Linear(condition_dim, width) if condition_dim else None
        self.beta = nn.Linear(condition_dim, width) if condition_dim else None

    def forward(self, x: Tensor, condition: Tensor | None) -> Tensor:
        if self.gamma is None or self.beta is None or condition is None:
            return x
        return x * (self.gamma(condition)[:, None] + 1) + self.beta(condition)[:, None]


class Attention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, width = x.shape
        split = lambda y: y.reshape(batch, length, self.heads, width // self.heads).transpose(1, 2)
        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(width // self.heads) + bias, dim=-1)
        return self.out((weights @ value).transpose(1, 2).reshape(batch, length, width))


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, condition_dim: int):
        super().__init__()
        self.norm1 = RmsNorm(width)
        self.film1 = Film(condition_dim, width)
        self.attention = Attention(width, heads)
        self.norm2 = RmsNorm(width)
        self.film2 = Film(condition_dim, width)
        self.widen = nn.Linear(width, 4 * width, bias=False)
        self.narrow = nn.Linear(2 * width, width, bias=False)

    def forward(self, x: Tensor, bias: Tensor, condition: Tensor | None) -> Tensor:
        x = x + self.attention(self.film1(self.norm1(x), condition), bias)
        plain, gate = self.widen(self.film2(self.norm2(x), condition)).chunk(2, dim=-1)
        return x + self.narrow(plain * F.gelu(gate, approximate="tanh"))


class TokenModel(nn.Module):
    """codes [B, codebooks, T] with the mask token in the holes -> logits [B, vocabulary, T · predicted], position = frame · predicted + codebook."""

    def __init__(self, sizes: TransformerSizes, condition_dim: int = 0):
        super().__init__()
        self.sizes = sizes
        # the codec's own codebooks and one learnt row for the mask, side by side
        self.register_buffer("tables", torch.zeros(sizes.codebooks, sizes.vocabulary + 1, sizes.codebook_dim))
        self.embed = nn.Linear(sizes.codebooks * sizes.codebook_dim, sizes.width)
        self.position_bias = nn.Parameter(torch.zeros(BUCKETS, sizes.heads))
        self.layers = nn.ModuleList(Layer(sizes.width, sizes.heads, condition_dim) for _ in range(sizes.layers))
        self.norm = RmsNorm(sizes.width)
        self.classifier = nn.Linear(sizes.width, sizes.vocabulary * sizes.predicted)
        self.register_buffer("buckets", bucket_of_distance(), persistent=False)

    @property
    def mask_token(self) -> int:
        return self.sizes.vocabulary

    def use_codebooks(self, codebooks: list[Tensor], mask_rows: Tensor) -> None:
        """@param mask_rows [codebooks, dim]: what a masked token of each codebook looks like"""
        for level in range(self.sizes.codebooks):
            self.tables[level] = torch.cat([codebooks[level].detach(), mask_rows[level : level + 1]], dim=0)

    def bias(self, length: Tensor | int) -> Tensor:
        at = torch.arange(length)
        distance = (at[None, :] - at[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST
        return self.position_bias[self.buckets[distance]].permute(2, 0, 1)[None]

    def forward(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        latents = torch.cat([F.embedding(codes[:, level], self.tables[level]) for level in range(self.sizes.codebooks)], dim=-1)
        x = self.embed(latents)
        bias = self.bias(codes.shape[2])
        for layer in self.layers:
            x = layer(x, bias, condition)
        logits = self.classifier(self.norm(x))
        # the classifier's rows are (token, codebook)
        batch, length = logits.shape[0], logits.shape[1]
        split = logits.reshape(batch, length, self.sizes.vocabulary, self.sizes.predicted)
        return split.permute(0, 2, 1, 3).reshape(batch, self.sizes.vocabulary, length * self.sizes.predicted)
