"""Iterative parallel decoding, as the VampNet paper describes it (arXiv 2307.04686, section 3): guess every masked token, keep the ones that
the network is surest of, mask the rest again, and so on along a cosine schedule. The golden maker's side of
src-main/inference/tasks/vampnet; float64 after the network on both sides."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from transformer import TokenModel
from uniform import Uniform

# masks say 1 where a token is to be made anew


@dataclass(frozen=True)
class Window:
    start: int
    end: int
    # tokens to make in it, and up to where they are kept
    mask_start: int
    mask_end: int
    keep_end: int


def plan_windows(total: int, size: int, context: int, start: int, end: int) -> list[Window]:
    """One window around a region that fits with room on both sides; else one after another, each beginning with what is already decided
    and throwing away the end for which it saw nothing to the right."""
    length = end - start
    if length + min(context, start) + min(context, total - end) <= size:
        left = max(0, min(start - (size - length) // 2, total - size))
        return [Window(left, min(total, left + size), start, end, end)]
    windows: list[Window] = []
    at = start
    while at < end:
        left = max(0, at - context)
        right = min(total, left + size)
        is_last = right >= min(total, end + context // 2)
        keep = end if is_last else right - context // 2
        windows.append(Window(left, right, at, min(end, right), keep))
        at = keep
    return windows


@dataclass(frozen=True)
class MaskWish:
    start: int
    end: int
    # keep every n-th frame as a hint; 0 keeps none
    period: int = 0
    # frames at which something begins, kept with this many frames on each side
    onsets: tuple[int, ...] = ()
    onset_width: int = 1
    # how likely a kept frame is let go after all
    dropout: float = 0.0
    # hints are kept in this many codebooks; the finer ones are always made anew
    hint_codebooks: int = 3


def build_mask(codebooks: int, total: int, wish: MaskWish, uniform: Uniform) -> np.ndarray:
    mask = np.zeros((codebooks, total), dtype=np.int64)
    mask[:, wish.start : wish.end] = 1
    hints: set[int] = set()
    if wish.period > 0:
        offset = int(uniform.next() * wish.period)
        hints.update(range(wish.start + offset, wish.end, wish.period))
    for onset in wish.onsets:
        hints.update(frame for frame in range(onset - wish.onset_width, onset + wish.onset_width) if wish.start <= frame < wish.end)
    for frame in sorted(hints):
        if wish.dropout > 0 and uniform.next() < wish.dropout:
            continue
        mask[: wish.hint_codebooks, frame] = 0
    return mask


@dataclass(frozen=True)
class PassSettings:
    steps: int
    temperature: float = 1.0
    mask_temperature: float = 10.5
    # share of the steps that draw; the ones after it take the likeliest token
    sample_cutoff: float = 1.0
    typical_mass: float | None = None
    typical_min_tokens: int = 64


def _typical(probabilities: np.ndarray, mass: float, least: int) -> np.ndarray:
    """Keeps the tokens whose surprise is nearest to the expected one (Meister et al., arXiv 2202.00666)."""
    logs = np.log(np.maximum(probabilities, 1e-300))
    entropy = -(probabilities * logs).sum(axis=0)
    order = np.argsort(np.abs(-logs - entropy), axis=0, kind="stable")
    kept = np.zeros_like(probabilities)
    for column in range(probabilities.shape[1]):
        sum_ = 0.0
        for rank, token in enumerate(order[:, column]):
            if rank >= least and sum_ >= mass:
                break
            sum_ += probabilities[token, column]
            kept[token, column] = probabilities[token, column]
    return kept / kept.sum(axis=0)


def decode(model: TokenModel, codes: np.ndarray, mask: np.ndarray, settings: PassSettings, uniform: Uniform) -> np.ndarray:
    """codes, mask [codebooks, T]; the conditioning codebooks' mask is not looked at. Returns codes with the holes filled."""
    told = model.sizes.conditioning
    predicted = model.sizes.predicted
    flat = lambda x: x[told:].T.reshape(-1).copy()
    tokens = flat(codes)
    masked = flat(mask) == 1
    at_start = int(masked.sum())
    if at_start == 0:
        return codes
    for step in range(settings.steps):
        ratio = (step + 1) / settings.steps
        given = codes.copy()
        given[told:] = np.where(masked, model.mask_token, tokens).reshape(-1, predicted).T
        with torch.no_grad():
            logits = model(torch.from_numpy(given)[None]).numpy()[0].astype(np.float64)
        scaled = logits / settings.temperature
        probabilities = np.exp(scaled - scaled.max(axis=0))
        probabilities /= probabilities.sum(axis=0)
        if settings.typical_mass is not None:
            probabilities = _typical(probabilities, settings.typical_mass, settings.typical_min_tokens)
        drawn = np.array(uniform.many(len(tokens)))
        if step / settings.steps <= settings.sample_cutoff:
            chosen = (np.cumsum(probabilities, axis=0) <= drawn).sum(axis=0).clip(max=len(probabilities) - 1)
        else:
            chosen = probabilities.argmax(axis=0)
        sureness = probabilities[chosen, np.arange(len(tokens))]
        gumbel = -np.log(-np.log(np.maximum(np.array(uniform.many(len(tokens))), 1e-20)))
        confidence = np.log(np.maximum(sureness, 1e-300)) + settings.mask_temperature * (1 - ratio) * gumbel
        confidence[~masked] = np.inf
        tokens = np.where(masked, chosen, tokens)
        again = math.floor(max(math.cos(ratio * math.pi / 2), 1e-10) * at_start)
        if step < settings.steps - 1:
            again = max(1, min(int(masked.sum()) - 1, again))
        cut = np.sort(confidence)[again] if again < len(confidence) else np.inf
        masked = confidence < cut
    filled = codes.copy()
    filled[told:] = tokens.reshape(-1, predicted).T
    return filled


@dataclass(frozen=True)
class Windows:
    size: int
    context: int


def inpaint(
    coarse: TokenModel,
    fine: TokenModel,
    codes: np.ndarray,
    mask: np.ndarray,
    coarse_windows: Windows,
    fine_windows: Windows,
    coarse_settings: PassSettings,
    fine_settings: PassSettings,
    uniform: Uniform,
) -> np.ndarray:
    """Coarse codebooks of the whole region first, then the fine ones on top of them."""
    result = codes.copy()
    frames = np.flatnonzero(mask.any(axis=0))
    if len(frames) == 0:
        return result
    start, end = int(frames[0]), int(frames[-1]) + 1
    for model, windows, settings, levels, name in (
        (coarse, coarse_windows, coarse_settings, slice(0, coarse.sizes.codebooks), "coarse"),
        (fine, fine_windows, fine_settings, slice(0, fine.sizes.codebooks), "fine"),
    ):
        stream = uniform.fork(name)
        for window in plan_windows(codes.shape[1], windows.size, windows.context, start, end):
            part = result[levels, window.start : window.end].copy()
            holes = np.zeros_like(part)
            at, to = window.mask_start - window.start, window.mask_end - window.start
            holes[:, at:to] = mask[levels, window.mask_start : window.mask_end]
            holes[: model.sizes.conditioning] = 0
            done = decode(model, part, holes, settings, stream)
            result[levels, window.mask_start : window.keep_end] = done[:, at : window.keep_end - window.start]
    return result
