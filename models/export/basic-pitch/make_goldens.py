"""Writes what the Python package basic-pitch makes of two inputs that our tests make by the same formulas.

    python make_goldens.py --model nmp.onnx --out ../../../src-main/inference/tasks/basic-pitch/goldens.json

1. `grids`: likelihoods from a small generator of numbers -> note_creation.output_to_notes_polyphonic under several settings.
2. `sound`: a passage of decaying harmonics -> the network -> notes and bends.
"""

import argparse
import json

import numpy as np
import onnxruntime as ort
import soundfile
from basic_pitch import inference, note_creation

RATE = 22050
SETTINGS = [
    {"onsetThreshold": 0.5, "frameThreshold": 0.3, "minimumMilliseconds": 128},
    {"onsetThreshold": 0.3, "frameThreshold": 0.2, "minimumMilliseconds": 58},
    {"onsetThreshold": 0.8, "frameThreshold": 0.5, "minimumMilliseconds": 30, "lowestPitch": 40, "highestPitch": 84},
]
# start seconds, length seconds, MIDI pitch, amplitude
PASSAGE = [
    (0.3, 0.6, 48, 0.5), (0.3, 0.5, 64, 0.4), (0.9, 0.5, 67, 0.4), (1.3, 0.9, 55, 0.5), (1.6, 0.3, 72, 0.35), (1.95, 0.3, 74, 0.35),
    (2.3, 0.3, 76, 0.35), (2.7, 1.2, 60, 0.4), (2.7, 1.2, 64, 0.4), (2.7, 1.2, 67, 0.4), (4.1, 0.2, 69, 0.4), (4.35, 0.2, 69, 0.4), (4.6, 1.0, 69, 0.4),
]
SECONDS = 6.2


def minimum_frames(milliseconds):
    return int(np.round(milliseconds / 1000 * (RATE / 256)))


def numbers(seed, count):
    """Linear congruential generator modulo 2^32 (Numerical Recipes), 0..1."""
    state, out = seed, np.zeros(count)
    for i in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        out[i] = state / 2**32
    return out


def grid(seed, frames):
    """Smooth bumps over a little noise, so that notes begin, end, touch and repeat."""
    draws = iter(numbers(seed, 200000))
    note = np.zeros((frames, 88), dtype=np.float64)
    onset = np.zeros((frames, 88), dtype=np.float64)
    for _ in range(frames // 4):
        start, length, column = int(next(draws) * frames), 3 + int(next(draws) * 40), int(next(draws) * 88)
        height, sure = 0.2 + 0.8 * next(draws), next(draws)
        for frame in range(start, min(frames, start + length)):
            note[frame, column] = max(note[frame, column], height * (1 - 0.6 * (frame - start) / length))
        for step, share in ((-1, 0.5), (0, 1.0), (1, 0.4)):
            if 0 <= start + step < frames:
                onset[start + step, column] = max(onset[start + step, column], sure * share)
    noise = numbers(seed + 1, frames * 88).reshape(frames, 88)
    return (note * 0.9 + noise * 0.1).astype(np.float32), (onset * 0.95 + noise[::-1] * 0.05).astype(np.float32)


def passage():
    signal = np.zeros(int(SECONDS * RATE))
    for start, length, pitch, amplitude in PASSAGE:
        n = np.arange(int(length * RATE))
        t = n / RATE
        frequency = 440 * 2 ** ((pitch - 69) / 12)
        tone = sum(np.sin(2 * np.pi * frequency * h * t) / h for h in range(1, 6))
        shape = np.minimum(1, t / 0.005) * np.exp(-2 * t / length) * np.minimum(1, (length - t) / 0.02)
        at = int(start * RATE)
        signal[at : at + len(n)] += 0.3 * amplitude * tone * shape
    return signal.astype(np.float32)


def hertz(pitch):
    return 440 * 2 ** ((pitch - 69) / 12)


def notes_of(note, onset, settings):
    found = note_creation.output_to_notes_polyphonic(
        note.copy(), onset.copy(), settings["onsetThreshold"], settings["frameThreshold"], minimum_frames(settings["minimumMilliseconds"]), True,
        max_freq=hertz(settings["highestPitch"] + 1) if "highestPitch" in settings else None,
        min_freq=hertz(settings["lowestPitch"]) if "lowestPitch" in settings else None,
    )
    return sorted(((int(s), int(e), int(p), round(float(a), 5)) for s, e, p, a in found), key=lambda n: (n[0], n[2]))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--model", required=True)
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()

    grids = []
    for seed, frames in ((7, 160), (11, 400)):
        note, onset = grid(seed, frames)
        grids.append({"seed": seed, "frames": frames, "runs": [{"settings": s, "notes": notes_of(note, onset, s)} for s in SETTINGS]})

    signal = passage()
    soundfile.write("/tmp/passage.wav", signal, RATE, subtype="FLOAT")
    heard = inference.run_inference("/tmp/passage.wav", inference.Model(options.model))
    runs = []
    for settings in SETTINGS[:2]:
        notes = notes_of(heard["note"], heard["onset"], settings)
        bends = note_creation.get_pitch_bends(heard["contour"], notes)
        runs.append({"settings": settings, "notes": notes, "bends": [[int(b) for b in one[4]] for one in bends]})
    frames = heard["note"].shape[0]
    times = note_creation.model_frames_to_time(frames)
    sound = {
        "passage": PASSAGE, "seconds": SECONDS, "frames": frames, "runs": runs,
        "times": [[i, round(float(times[i]), 5)] for i in range(0, frames, 37)],
        "sums": {k: round(float(v.sum()), 3) for k, v in heard.items()},
    }
    import importlib.metadata as versions
    origin = "models/export/basic-pitch/make_goldens.py, " + ", ".join(f"{p} {versions.version(p)}" for p in ("basic-pitch", "onnxruntime", "numpy", "scipy"))
    with open(options.out, "w") as file:
        json.dump({"origin": origin, "grids": grids, "sound": sound}, file, separators=(",", ":"))
    print(origin, [len(r["notes"]) for g in grids for r in g["runs"]], [len(r["notes"]) for r in runs], ort.__version__)


if __name__ == "__main__":
    main()
