"""The codec that turns sound into tokens and back: strided convolutions with snake activations around a residual vector quantiser whose
codebooks are looked up in a few dimensions (Kumar et al., "High-Fidelity Audio Compression with Improved RVQGAN", arXiv 2306.06546)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class CodecSizes:
    encoder_dim: int
    encoder_rates: tuple[int, ...]
    decoder_dim: int
    decoder_rates: tuple[int, ...]
    codebooks: int
    codebook_size: int
    codebook_dim: int = 8
    # what follows each upsampling: three dilated units one after another, or HiFi-GAN's average over three kernel sizes
    decoder_kind: str = "residual"
    sample_rate: int = 44100

    @property
    def latent_dim(self) -> int:
        return self.encoder_dim * 2 ** len(self.encoder_rates)

    @property
    def hop(self) -> int:
        hop = 1
        for rate in self.encoder_rates:
            hop *= rate
        return hop


class Snake(nn.Module):
    """x + sin²(a·x)/a with one learnt a per channel."""

    def __init__(self, channels: int):
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1, channels, 1))

    def forward(self, x: Tensor) -> Tensor:
        return x + torch.sin(self.alpha * x) ** 2 / (self.alpha + 1e-9)


class Unit(nn.Module):
    """A residual unit: a wide kernel, then a second one, around a sum with its own input."""

    def __init__(self, channels: int, kernel: int, dilation: int, second_kernel: int):
        super().__init__()
        self.snake1 = Snake(channels)
        self.conv1 = nn.Conv1d(channels, channels, kernel, dilation=dilation, padding=(kernel - 1) * dilation // 2)
        self.snake2 = Snake(channels)
        self.conv2 = nn.Conv1d(channels, channels, second_kernel, padding=(second_kernel - 1) // 2)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(self.snake2(self.conv1(self.snake1(x))))


class Down(nn.Module):
    def __init__(self, channels: int, rate: int):
        super().__init__()
        self.units = nn.ModuleList(Unit(channels, 7, dilation, 1) for dilation in (1, 3, 9))
        self.snake = Snake(channels)
        self.conv = nn.Conv1d(channels, channels * 2, 2 * rate, stride=rate, padding=rate // 2)

    def forward(self, x: Tensor) -> Tensor:
        for unit in self.units:
            x = unit(x)
        return self.conv(self.snake(x))


class Encoder(nn.Module):
    def __init__(self, sizes: CodecSizes):
        super().__init__()
        channels = sizes.encoder_dim
        self.stem = nn.Conv1d(1, channels, 7, padding=3)
        self.stages = nn.ModuleList()
        for rate in sizes.encoder_rates:
            self.stages.append(Down(channels, rate))
            channels *= 2
        self.snake = Snake(channels)
        self.head = nn.Conv1d(channels, channels, 3, padding=1)

    def forward(self, audio: Tensor) -> Tensor:
        x = self.stem(audio)
        for stage in self.stages:
            x = stage(x)
        return self.head(self.snake(x))


class Branches(nn.Module):
    """The mean of three stacks that look at kernels of 3, 7 and 11 samples."""

    def __init__(self, channels: int):
        super().__init__()
        self.stacks = nn.ModuleList(nn.ModuleList(Unit(channels, kernel, dilation, kernel) for dilation in (1, 3, 5)) for kernel in (3, 7, 11))

    def forward(self, x: Tensor) -> Tensor:
        total = 0
        for stack in self.stacks:
            y = x
            for unit in stack:
                y = unit(y)
            total = total + y
        return total / len(self.stacks)


class Up(nn.Module):
    def __init__(self, channels: int, rate: int, kind: str):
        super().__init__()
        self.snake = Snake(channels)
        self.conv = nn.ConvTranspose1d(channels, channels // 2, 2 * rate, stride=rate, padding=rate // 2)
        self.units = nn.ModuleList([Branches(channels // 2)] if kind == "branches" else [Unit(channels // 2, 7, dilation, 1) for dilation in (1, 3, 9)])

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(self.snake(x))
        for unit in self.units:
            x = unit(x)
        return x


class Decoder(nn.Module):
    def __init__(self, sizes: CodecSizes):
        super().__init__()
        channels = sizes.decoder_dim
        self.stem = nn.Conv1d(sizes.latent_dim, channels, 7, padding=3)
        self.stages = nn.ModuleList()
        for rate in sizes.decoder_rates:
            self.stages.append(Up(channels, rate, sizes.decoder_kind))
            channels //= 2
        self.snake = Snake(channels)
        self.head = nn.Conv1d(channels, 1, 7, padding=3)

    def forward(self, latent: Tensor) -> Tensor:
        x = self.stem(latent)
        for stage in self.stages:
            x = stage(x)
        return torch.tanh(self.head(self.snake(x)))


class Quantiser(nn.Module):
    """One codebook. What is left is projected to a few dimensions, the entry of the nearest direction is taken, and projected back."""

    def __init__(self, latent_dim: int, size: int, dim: int):
        super().__init__()
        self.in_proj = nn.Conv1d(latent_dim, dim, 1)
        self.out_proj = nn.Conv1d(dim, latent_dim, 1)
        self.codebook = nn.Parameter(torch.randn(size, dim))

    def quantise(self, rest: Tensor) -> Tensor:
        """[B, latent, T] -> codes [B, T]: unit vectors, so the nearest is the one with the largest product."""
        directions = F.normalize(self.in_proj(rest).transpose(1, 2), dim=-1)
        return torch.argmax(directions @ F.normalize(self.codebook, dim=-1).t(), dim=-1)

    def restore(self, codes: Tensor) -> Tensor:
        return self.out_proj(F.embedding(codes, self.codebook).transpose(1, 2))


class Codec(nn.Module):
    def __init__(self, sizes: CodecSizes):
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes)
        self.quantisers = nn.ModuleList(Quantiser(sizes.latent_dim, sizes.codebook_size, sizes.codebook_dim) for _ in range(sizes.codebooks))
        self.decoder = Decoder(sizes)

    def encode(self, audio: Tensor) -> Tensor:
        """[1, 1, N] -> [1, codebooks, N / hop]; each codebook says what the ones before it left over."""
        rest = self.encoder(audio)
        codes = []
        for quantiser in self.quantisers:
            chosen = quantiser.quantise(rest)
            rest = rest - quantiser.restore(chosen)
            codes.append(chosen)
        return torch.stack(codes, dim=1)

    def decode(self, codes: Tensor) -> Tensor:
        """[1, codebooks, T] -> [1, 1, T · hop]"""
        latent = sum(quantiser.restore(codes[:, level]) for level, quantiser in enumerate(self.quantisers))
        return self.decoder(latent)
