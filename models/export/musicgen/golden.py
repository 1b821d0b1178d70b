"""
What the reference implementation (transformers) makes of the tiny model, for the tests of the studio's own loop.

    python golden.py --out ../../../src-main/inference/tasks/musicgen/golden.json

Random choice is shared: `torch.multinomial` is replaced by an inverse CDF over the studio's own seeded numbers, one a codebook a step.
"""

import argparse
import base64
import json
from pathlib import Path

import numpy as np
import torch
import transformers
from tokenizers import Tokenizer

import random_model

TEXTS = [
    "a slow sad piano piece with brushes and upright bass",
    "techno kick drum,  132 bpm",
    "naïve Größe ½ 音楽",
    "",
]


class Random:
    """mulberry32, as in src-shared/kernel/random.ts"""

    def __init__(self, seed: int):
        self.state = seed & 0xFFFFFFFF

    def next(self) -> float:
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296


class Shared:
    """Within it, torch.multinomial draws by inverse CDF from one stream."""

    def __init__(self, seed: int):
        self.random = Random(seed)

    def __enter__(self):
        self.before = torch.multinomial

        def draw(probabilities, num_samples=1, **_):
            sums = probabilities.double().cumsum(dim=-1)
            rows = [int((row > self.random.next() * row[-1]).nonzero()[0]) for row in sums]
            return torch.tensor(rows)[:, None]

        torch.multinomial = draw

    def __exit__(self, *_):
        torch.multinomial = self.before


def test_tone(samples: int) -> np.ndarray:
    """Two sines that rise, the same formula as in the tests."""
    seconds = np.arange(samples) / 32_000
    return (0.4 * np.sin(2 * np.pi * 220 * seconds * (1 + seconds / 4)) + 0.2 * np.sin(2 * np.pi * 1870 * seconds)).astype(np.float32)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--out", required=True, type=Path)
    words.add_argument("--tokenizer", type=Path, default=Path(__file__).parent / "../../fixtures/musicgen-tiny/tokenizer.json")
    given = words.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    model = random_model.create("tiny")
    tokenizer = Tokenizer.from_file(str(given.tokenizer))

    caught = []
    decode = model.audio_encoder.decode

    def catching(audio_codes, **rest):
        caught.append(audio_codes[0, 0].clone())
        return decode(audio_codes=audio_codes, **rest)

    model.audio_encoder.decode = catching

    @torch.no_grad()
    def codes_of(ids, frames, prompt=None, **how):
        """`frames` counts the prompt too."""
        ids = torch.tensor([ids])
        prompt_frames = 0 if prompt is None else prompt.shape[1]
        if prompt is not None:
            how["decoder_input_ids"] = prompt
        caught.clear()
        model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=frames + 3 - prompt_frames, **how)
        (codes,) = caught
        assert codes.shape == (4, frames), codes.shape
        return codes

    def in_windows(ids, frames, window, stride, prompt=None, **how):
        """The windows of audiocraft's MusicGen: each goes on from what the one before made after `stride` frames."""
        parts = [] if prompt is None else [prompt]
        offset = 0
        while offset + (0 if prompt is None else prompt.shape[1]) < frames:
            made = codes_of(ids, min(frames - offset, window), prompt, **how)
            parts.append(made if prompt is None else made[:, prompt.shape[1] :])
            prompt = made[:, stride:]
            offset += stride
        return torch.cat(parts, dim=1)

    tokens = [{"text": text, "ids": tokenizer.encode(text).ids} for text in TEXTS]
    ids = tokens[0]["ids"]
    rows = lambda codes: [row.tolist() for row in codes]

    tone = test_tone(640 * 60)
    with torch.no_grad():
        prompt = model.audio_encoder.encode(torch.from_numpy(tone)[None, None], bandwidth=2.2).audio_codes[0, 0]

    greedy, sampled = [], []
    for guidance in (None, 3.0):
        for start in (None, prompt[:, :25]):
            codes = codes_of(ids, 60, start, do_sample=False, guidance_scale=guidance)
            greedy.append({"guidance": guidance or 1, "promptFrames": 0 if start is None else 25, "frames": 60, "codes": rows(codes)})
            for settings in (
                {"temperature": 1.0, "top_k": 250, "top_p": 1.0},
                {"temperature": 0.7, "top_k": 12, "top_p": 1.0},
                {"temperature": 1.3, "top_k": 40, "top_p": 0.8},
            ):
                seed = 1000 + len(sampled)
                with Shared(seed):
                    codes = codes_of(ids, 60, start, do_sample=True, guidance_scale=guidance, **{**settings, "top_k": min(settings["top_k"], 64)})
                sampled.append({
                    "guidance": guidance or 1,
                    "promptFrames": 0 if start is None else 25,
                    "frames": 60,
                    "seed": seed,
                    "temperature": settings["temperature"],
                    "topK": settings["top_k"],
                    "topP": 0 if settings["top_p"] == 1 else settings["top_p"],
                    "codes": rows(codes),
                })

    windows = []
    for frames, window, stride, start in ((150, 40, 24, None), (150, 40, 24, prompt[:, :16]), (1600, 1500, 900, None)):
        with Shared(7):
            codes = in_windows(ids, frames, window, stride, start, do_sample=True, guidance_scale=3.0, temperature=1.0, top_k=64)
        windows.append({
            "frames": frames,
            "windowFrames": window,
            "strideFrames": stride,
            "promptFrames": 0 if start is None else start.shape[1],
            "seed": 7,
            "codes": rows(codes),
        })

    # one forward over everything, without a cache
    steps = 7
    generator = torch.Generator().manual_seed(3)
    input_ids = torch.randint(0, 64, (8, steps), generator=generator)
    mask = torch.ones(1, len(ids), dtype=torch.long)
    with torch.no_grad():
        states = model.text_encoder(input_ids=torch.tensor([ids]), attention_mask=mask).last_hidden_state
        both, both_mask = torch.cat([states, torch.zeros_like(states)]), torch.cat([mask, torch.zeros_like(mask)])
        logits = model(encoder_outputs=(both,), attention_mask=both_mask, decoder_input_ids=input_ids, use_cache=False).logits
        audio = decode(audio_codes=prompt[None, None, :, :12], audio_scales=[None]).audio_values[0, 0]

    digits = lambda tensor: [float(f"{value:.7g}") for value in tensor.flatten().tolist()]
    golden = {
        "origin": f"models/export/musicgen/golden.py, transformers {transformers.__version__}, torch {torch.__version__}",
        "tokens": tokens,
        "prompt": {"samples": len(tone), "codes": rows(prompt)},
        "textStates": digits(states),
        "forward": {"steps": steps, "inputIds": rows(input_ids), "logits": digits(logits)},
        "greedy": greedy,
        "sampled": sampled,
        "windows": windows,
        "audio": {"frames": 12, "samples": base64.b64encode(audio.numpy().astype("<f4").tobytes()).decode()},
    }
    given.out.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
