"""What the Demucs reference answers for signals that the tests make themselves. See README.md."""

import json
import random
import sys

import numpy as np
import torch
import demucs.apply
from demucs.apply import apply_model
from demucs.htdemucs import HTDemucs

SEGMENT = 22_060  # no multiple of the hop
FFT = 4096
BIN_STEP, FRAME_STEP, SAMPLE_STEP = 89, 3, 151


def noise(count: int, seed: int) -> np.ndarray:
    """A linear congruential generator: the same numbers in every language. Uniform in -1..1."""
    state, out = seed, np.empty(count)
    for i in range(count):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        out[i] = state / 2**31 - 1
    return out.astype(np.float32)


def rounded(values) -> list:
    return [round(float(v), 7) for v in np.asarray(values).ravel()]


def spectrogram() -> dict:
    model = HTDemucs.__new__(HTDemucs)
    torch.nn.Module.__init__(model)
    model.nfft, model.hop_length, model.cac, model.wiener_iters = FFT, FFT // 4, True, 0
    mix = torch.from_numpy(np.stack([noise(SEGMENT, 1), noise(SEGMENT, 2)]))[None]
    z = model._spec(mix)
    cac = model._magnitude(z)
    bins, frames = cac.shape[2:]
    answer = torch.from_numpy(noise(2 * 4 * bins * frames, 3).reshape(1, 2, 4, bins, frames))
    sound = model._ispec(model._mask(z, answer), SEGMENT)
    return {
        "segmentFrames": SEGMENT,
        "fftSize": FFT,
        "bins": bins,
        "frames": frames,
        "binStep": BIN_STEP,
        "frameStep": FRAME_STEP,
        "sampleStep": SAMPLE_STEP,
        "spectrum": rounded(cac[0, :, ::BIN_STEP, ::FRAME_STEP]),
        "sound": rounded(sound[0, :, :, ::SAMPLE_STEP]),
    }


class Stand(torch.nn.Module):
    """Answers by where in its window a sample lies, so that a chunk that is cut or placed wrongly shows."""

    samplerate, segment, sources, audio_channels = 1000, 0.5, ["a", "b"], 2

    def valid_length(self, length: int) -> int:
        return int(self.samplerate * self.segment)

    def forward(self, mix: torch.Tensor) -> torch.Tensor:
        ramp = torch.arange(mix.shape[-1]) / mix.shape[-1]
        return torch.stack([mix * (0.5 + ramp), mix * (1 - ramp) + 0.1 * torch.roll(mix, 7, -1)], 1)


def chunks(length: int, seed: int, shifts: int) -> dict:
    mix = torch.from_numpy(np.stack([noise(length, seed), noise(length, seed + 1)]))[None]
    offsets = []
    draw = random.Random(seed)

    def randint(low: int, high: int) -> int:
        offsets.append(draw.randint(low, high))
        return offsets[-1]

    demucs.apply.random.randint = randint
    out = apply_model(Stand(), mix, shifts=shifts, split=True, overlap=0.25)
    return {"length": length, "seed": seed, "shiftOffsets": offsets, "sound": rounded(out[0, :, :, ::7])}


if __name__ == "__main__":
    torch.set_num_threads(1)
    goldens = {
        "origin": f"models/export/htdemucs/make_goldens.py, demucs {demucs.__version__}, torch {torch.__version__}",
        "spectrogram": spectrogram(),
        "applied": [chunks(1733, 11, 0), chunks(420, 21, 0), chunks(500, 31, 0), chunks(1200, 41, 2)],
    }
    with open(sys.argv[1], "w") as file:
        json.dump(goldens, file)
        file.write("\n")
