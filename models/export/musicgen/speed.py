"""Frames a second of transformers' own `generate` on the random model of `--bench` (or `--tiny`), for bench/musicgen.ts. Prints JSON."""

import argparse
import json
import time

import torch

import random_model

words = argparse.ArgumentParser()
words.add_argument("--size", default="bench")
words.add_argument("--frames", type=int, default=150)
words.add_argument("--threads", type=int, default=1)
words.add_argument("--ids", required=True, help="token ids of the prompt, with commas between")
given = words.parse_args()
torch.set_num_threads(given.threads)
model = random_model.create(given.size)
# the codec is not part of what is measured
model.audio_encoder.decode = lambda audio_codes, **_: type("Sound", (), {"audio_values": torch.zeros(1, 1, 1)})()
ids = torch.tensor([[int(word) for word in given.ids.split(",")]])


def run(frames):
    started, cpu = time.perf_counter(), time.process_time()
    with torch.no_grad():
        model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=True, guidance_scale=3.0, top_k=250, max_new_tokens=frames + 3
        )
    return time.perf_counter() - started, time.process_time() - cpu


run(8)
seconds, cpu_seconds = run(given.frames)
print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "torch": torch.__version__}))
