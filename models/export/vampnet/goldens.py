"""Reference tokens for src-main/inference/tasks/vampnet, from PyTorch with the tiny weights and the studio's own stream of uniform numbers.

  python goldens.py ../../../src-main/inference/tasks/vampnet/goldens.json
"""

import base64
import hashlib
import json
import sys

import numpy as np
import torch

from sampling import MaskWish, PassSettings, Windows, build_mask, inpaint
from tiny import CODEC, COARSE_SIZES, FINE_SIZES, make_codec, make_transformer
from uniform import Uniform

COARSE_WINDOWS = Windows(575, 144)
FINE_WINDOWS = Windows(173, 29)


def packed(numbers: np.ndarray, kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(numbers.astype(kind)).tobytes()).decode()


def digest(numbers: np.ndarray, kind: str) -> str:
    return hashlib.sha256(np.ascontiguousarray(numbers.astype(kind)).tobytes()).hexdigest()


def noise(frames: int, seed: int) -> np.ndarray:
    """What the test writes as a song: loudness changes every 4 tokens, so that there is something to tell apart."""
    uniform = Uniform(seed)
    samples = np.zeros(frames, dtype=np.float32)
    level = 0.0
    for at in range(frames):
        if at % (4 * CODEC.hop) == 0:
            level = uniform.next()
        samples[at] = level * (uniform.next() - 0.5)
    return samples


MASKS = (
    ("region", 40, MaskWish(10, 30)),
    ("period", 40, MaskWish(10, 30, period=7)),
    ("onsets", 40, MaskWish(10, 30, onsets=(9, 12, 29, 35), onset_width=2)),
    ("all", 60, MaskWish(0, 60, period=5, onsets=(3, 22, 41), dropout=0.4)),
)

CASES = (
    # one window, hints, everything drawn
    dict(name="short", tokens=200, tail=300, seed=11, start=70, end=130, period=7, coarse=PassSettings(12), fine=PassSettings(2)),
    # likeliest tokens for the last half, typical sampling, another temperature
    dict(name="cut off", tokens=120, tail=0, seed=12, start=0, end=60, period=0, coarse=PassSettings(8, 0.9, 6.0, 0.5, 0.8, 8), fine=PassSettings(2, 0.9, 10.5, 1.0)),
    # several windows in both passes, at the very end of the song
    dict(name="long", tokens=900, tail=500, seed=13, start=150, end=901, period=0, coarse=PassSettings(4), fine=PassSettings(2)),
)


def main() -> None:
    torch.set_num_threads(1)
    codec = make_codec()
    coarse, fine = make_transformer(COARSE_SIZES, codec, 1).eval(), make_transformer(FINE_SIZES, codec, 2).eval()
    masks = []
    for name, total, wish in MASKS:
        mask = build_mask(14, total, wish, Uniform(5).fork("mask"))
        facts = {"start": wish.start, "end": wish.end, "period": wish.period, "onsets": list(wish.onsets), "onsetWidth": wish.onset_width, "dropout": wish.dropout}
        masks.append({"name": name, "total": total, "seed": 5, "wish": facts, "mask": packed(mask, "u1")})
    cases = []
    for case in CASES:
        frames = case["tokens"] * CODEC.hop + case["tail"]
        total = -(-frames // CODEC.hop)
        song = noise(frames, case["seed"])
        audio = np.zeros(total * CODEC.hop, dtype=np.float32)
        audio[:frames] = song
        with torch.no_grad():
            before = codec.encode(torch.from_numpy(audio)[None, None])[0].numpy()
        uniform = Uniform(case["seed"])
        mask = build_mask(14, total, MaskWish(case["start"], case["end"], period=case["period"]), uniform.fork("mask"))
        after = inpaint(coarse, fine, before, mask, COARSE_WINDOWS, FINE_WINDOWS, case["coarse"], case["fine"], uniform)
        with torch.no_grad():
            sound = codec.decode(torch.from_numpy(after)[None])[0, 0].numpy()
        settings = lambda one: {"steps": one.steps, "temperature": one.temperature, "maskTemperature": one.mask_temperature, "sampleCutoff": one.sample_cutoff, "typicalMass": one.typical_mass, "typicalMinTokens": one.typical_min_tokens}
        facts = {key: case[key] for key in ("name", "seed", "start", "end", "period")}
        facts |= {"frames": frames, "total": total, "coarse": settings(case["coarse"]), "fine": settings(case["fine"])}
        facts |= {"maskSha256": digest(mask, "u1"), "beforeSha256": digest(before, "<i2"), "afterSha256": digest(after, "<i2")}
        facts |= {"changed": int((before != after).sum()), "masked": int(mask.sum())}
        # a stretch in the middle of the region, to compare sound with
        middle = (case["start"] + case["end"]) // 2 * CODEC.hop
        facts |= {"soundAt": middle, "sound": packed(sound[middle : middle + 400], "<f4")}
        if case["name"] == "short":
            facts |= {"before": packed(before, "<i2"), "after": packed(after, "<i2")}
        cases.append(facts)
        print(facts["name"], facts["masked"], facts["changed"], float(sound.std()))
    made = {"madeBy": f"models/export/vampnet/goldens.py, torch {torch.__version__}, numpy {np.__version__}", "masks": masks, "cases": cases}
    with open(sys.argv[1], "w") as file:
        json.dump(made, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
