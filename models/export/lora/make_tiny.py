"""A tiny LoRA for the tiny MusicGen of models/fixtures, as PEFT writes it: adapter_model.safetensors and adapter_config.json.

    python make_tiny.py OUT_FOLDER [--rank 2] [--alpha 4] [--size 24] [--seed 1]

Random numbers: it changes the noise, it does not teach it anything. Needs numpy only; the container format is safetensors'
(8 bytes of length, a JSON header, the numbers), see https://github.com/huggingface/safetensors#format.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np

MODULES = [f"decoder.model.decoder.layers.{layer}.self_attn.{name}_proj" for layer in range(2) for name in ("q", "v")]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rank", type=int, default=2)
    parser.add_argument("--alpha", type=float, default=4)
    parser.add_argument("--size", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    random = np.random.default_rng(wish.seed)
    tensors = {}
    for module in MODULES:
        tensors[f"base_model.model.{module}.lora_A.weight"] = random.normal(size=(wish.rank, wish.size)).astype("<f4")
        tensors[f"base_model.model.{module}.lora_B.weight"] = random.normal(size=(wish.size, wish.rank)).astype("<f4")
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + values.nbytes]}
        at += values.nbytes
    text = json.dumps(header).encode()
    wish.folder.mkdir(parents=True, exist_ok=True)
    with open(wish.folder / "adapter_model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for values in tensors.values():
            file.write(values.tobytes())
    config = {"peft_type": "LORA", "r": wish.rank, "lora_alpha": wish.alpha, "base_model_name_or_path": "musicgen-tiny"}
    (wish.folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    main()
