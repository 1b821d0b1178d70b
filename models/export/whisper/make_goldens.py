"""Writes what transformers' WhisperFeatureExtractor and WhisperTokenizer make of inputs that our tests make by the same formulas.

    python make_goldens.py --tokenizer FOLDER_WITH_tokenizer.json --out ../../../src-main/inference/tasks/whisper/goldens.json
"""

import argparse
import importlib.metadata as versions
import json

import numpy as np
from transformers import AutoTokenizer, WhisperFeatureExtractor

RATE = 16000
TEXTS = ["A slow piano piece with rain, 84 bpm.", "Müder Schlagzeuger, zwölf Takte – naïve façade", "音楽をください", "🎹 keys & drums"]


def signal(seconds):
    """Three moving tones and a little noise (linear congruential, modulo 2^32)."""
    n = int(seconds * RATE)
    t = np.arange(n) / RATE
    state, noise = 5, np.zeros(n)
    for i in range(n):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[i] = state / 2**32 - 0.5
    tones = 0.3 * np.sin(2 * np.pi * (220 * t + 60 * t * t)) + 0.1 * np.sin(2 * np.pi * 1310 * t) * np.sin(2 * np.pi * 3 * t) + 0.02 * np.sin(2 * np.pi * 6100 * t)
    return (tones + 0.004 * noise).astype(np.float32)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--tokenizer", required=True)
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()
    extractor = WhisperFeatureExtractor()
    mels = []
    for seconds in (2.5, 30.0):
        mel = extractor._np_extract_fbank_features(np.pad(signal(seconds), (0, 480000 - int(seconds * RATE)))[None], "cpu")[0]
        frames = [0, 1, 17, 100, 249, 250, 251, 1499, 2997, 2999]
        mels.append({"seconds": seconds, "frames": frames, "values": [[round(float(v), 6) for v in mel[:, f]] for f in frames], "mean": round(float(mel.mean()), 6)})
    tokenizer = AutoTokenizer.from_pretrained(options.tokenizer)
    texts = [{"text": t, "tokens": tokenizer(t, add_special_tokens=False).input_ids} for t in TEXTS]
    for one in texts:
        assert tokenizer.decode(one["tokens"]) == one["text"], one
    origin = "models/export/whisper/make_goldens.py, " + ", ".join(f"{p} {versions.version(p)}" for p in ("transformers", "tokenizers", "numpy"))
    with open(options.out, "w") as file:
        json.dump({"origin": origin, "mels": mels, "texts": texts}, file, separators=(",", ":"), ensure_ascii=False)
    print(origin)


if __name__ == "__main__":
    main()
