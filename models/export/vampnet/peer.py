"""What PyTorch needs for one region on the weights of `export.py --bench`: bench/vampnet.ts asks. Prints one JSON line.

  python peer.py TOKENS START END COARSE_STEPS FINE_STEPS THREADS
"""

import json
import sys
import time

import numpy as np
import torch

from goldens import COARSE_WINDOWS, FINE_WINDOWS
from sampling import MaskWish, PassSettings, build_mask, inpaint
from tiny import BENCH_CODEC, BENCH_COARSE_SIZES, BENCH_FINE_SIZES, make_codec, make_transformer
from uniform import Uniform


def main() -> None:
    tokens, start, end, coarse_steps, fine_steps, threads = (int(word) for word in sys.argv[1:])
    torch.set_num_threads(threads)
    codec = make_codec(BENCH_CODEC)
    coarse, fine = make_transformer(BENCH_COARSE_SIZES, codec, 1), make_transformer(BENCH_FINE_SIZES, codec, 2)
    inside = 0.0

    def timed(model):
        forward = model.forward

        def run(*given):
            nonlocal inside
            began = time.perf_counter()
            made = forward(*given)
            inside += time.perf_counter() - began
            return made

        model.forward = run

    timed(coarse)
    timed(fine)
    audio = torch.from_numpy((0.1 * np.random.default_rng(1).standard_normal((1, 1, tokens * BENCH_CODEC.hop))).astype(np.float32))

    def once(coarse_steps: int, fine_steps: int) -> tuple[float, float]:
        nonlocal inside
        inside = 0.0
        began = time.perf_counter()
        with torch.inference_mode():
            codes = codec.encode(audio)[0].numpy()
        at_encoded = time.perf_counter()
        mask = build_mask(BENCH_CODEC.codebooks, tokens, MaskWish(start, end, period=12), Uniform(1).fork("mask"))
        after = inpaint(coarse, fine, codes, mask, COARSE_WINDOWS, FINE_WINDOWS, PassSettings(coarse_steps), PassSettings(fine_steps), Uniform(1))
        at_decided = time.perf_counter()
        with torch.inference_mode():
            codec.decode(torch.from_numpy(after[:, start - 26 : end + 26])[None])
        ended = time.perf_counter()
        return ended - began, inside + at_encoded - began + ended - at_decided

    once(1, 1)
    whole, networks = once(coarse_steps, fine_steps)
    print(json.dumps({"wholeSeconds": whole, "networkSeconds": networks, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
