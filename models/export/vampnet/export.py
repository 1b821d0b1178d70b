"""Writes the four graphs of in-painting and `segno-model.json` beside them.

  python export.py --tiny ../../fixtures/vampnet-tiny
  python export.py --bench OUTPUT
  python export.py --codec codec.pth --coarse coarse.pth --c2f c2f.pth OUTPUT
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from checkpoint import load_codec, load_transformer
from codec import Codec
from tiny import BENCH_CODEC, BENCH_COARSE_SIZES, BENCH_FINE_SIZES, COARSE_SIZES, FINE_SIZES, make_codec, make_transformer
from transformer import TokenModel

OPSET = 17
COARSE_SECONDS = 10
FINE_SECONDS = 3


class CodecEncoder(nn.Module):
    def __init__(self, codec: Codec):
        super().__init__()
        self.codec = codec

    def forward(self, audio: Tensor) -> Tensor:
        return self.codec.encode(audio)


class CodecDecoder(nn.Module):
    def __init__(self, codec: Codec):
        super().__init__()
        self.codec = codec

    def forward(self, codes: Tensor) -> Tensor:
        return self.codec.decode(codes)


def write(module: nn.Module, example: Tensor, path: Path, given: str, made: str, axes: dict) -> None:
    with torch.enable_grad():
        torch.onnx.export(module, (example,), str(path), input_names=[given], output_names=[made], dynamic_axes=axes, opset_version=OPSET, dynamo=False)


def check(module: nn.Module, path: Path, given: Tensor) -> str:
    """The graph beside PyTorch, at a length that it was not traced with."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    made = session.run(None, {session.get_inputs()[0].name: given.numpy()})[0]
    with torch.no_grad():
        wanted = module(given).numpy()
    if wanted.dtype == np.int64:
        return f"{100 * float((made == wanted).mean()):.2f} % of the codes are equal"
    return f"largest difference {float(np.abs(made - wanted).max()):.1e}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output")
    parser.add_argument("--tiny", action="store_true", help="small random weights")
    parser.add_argument("--bench", action="store_true", help="random weights of a size worth timing")
    parser.add_argument("--codec")
    parser.add_argument("--coarse")
    parser.add_argument("--c2f")
    options = parser.parse_args()
    torch.set_num_threads(1)

    if options.tiny:
        codec = make_codec()
        coarse, fine = make_transformer(COARSE_SIZES, codec, 1), make_transformer(FINE_SIZES, codec, 2)
    elif options.bench:
        codec = make_codec(BENCH_CODEC)
        coarse, fine = make_transformer(BENCH_COARSE_SIZES, codec, 1), make_transformer(BENCH_FINE_SIZES, codec, 2)
    elif options.codec and options.coarse and options.c2f:
        codec = load_codec(options.codec)
        coarse, fine = load_transformer(options.coarse, codec, 0), load_transformer(options.c2f, codec, 4)
    else:
        parser.error("give --tiny, or --codec, --coarse and --c2f")

    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    hop, levels, size = codec.sizes.hop, codec.sizes.codebooks, codec.sizes.codebook_size
    rng = np.random.default_rng(1)
    sound = lambda frames: torch.from_numpy((0.2 * rng.standard_normal((1, 1, frames * hop))).astype(np.float32))
    tokens = lambda count, top, frames: torch.from_numpy(rng.integers(0, top, (1, count, frames)))
    graphs = (
        ("codec_encoder", "codec_encoder.onnx", CodecEncoder(codec), sound, "audio", "codes", {"audio": {2: "samples"}, "codes": {2: "frames"}}),
        ("coarse", "coarse.onnx", coarse, lambda t: tokens(coarse.sizes.codebooks, size + 1, t), "codes", "logits", {"codes": {0: "batch", 2: "frames"}, "logits": {0: "batch", 2: "positions"}}),
        ("c2f", "c2f.onnx", fine, lambda t: tokens(fine.sizes.codebooks, size + 1, t), "codes", "logits", {"codes": {0: "batch", 2: "frames"}, "logits": {0: "batch", 2: "positions"}}),
        ("codec_decoder", "codec_decoder.onnx", CodecDecoder(codec), lambda t: tokens(levels, size, t), "codes", "audio", {"codes": {2: "frames"}, "audio": {2: "samples"}}),
    )
    files = []
    for role, name, module, example, given, made, axes in graphs:
        path = folder / name
        write(module.eval(), example(40), path, given, made, axes)
        print(f"{name}: {check(module, path, example(61))}, {path.stat().st_size:,} bytes")
        files.append((role, path))
        beside = path.with_name(f"{name}_data")
        if beside.exists():
            files.append((f"{role}-data", beside))

    licence = (
        {"id": "MIT", "name": "MIT", "mayISell": "yes", "note": "Random weights made by this repository: what it makes is noise, for tests."}
        if options.tiny or options.bench
        else {
            "id": "CC-BY-NC-SA-4.0",
            "name": "Creative Commons BY-NC-SA 4.0",
            "mayISell": "no",
            "note": "The weights may not be used commercially: keep what you make with them out of what you sell.",
        }
    )
    rate = codec.sizes.sample_rate
    manifest = {
        "id": "vampnet-tiny" if options.tiny else "vampnet-bench" if options.bench else "vampnet",
        "name": "VampNet, tiny and random (noise, for tests)" if options.tiny else "VampNet, random (noise, for benchmarks)" if options.bench else "VampNet",
        "task": "in-painting",
        "variant": "fp32",
        "licence": licence,
        "params": {
            "family": "vampnet",
            "sampleRateHz": rate,
            "hopFrames": hop,
            "codebooks": levels,
            "codebookSize": size,
            "maskToken": size,
            "coarseCodebooks": coarse.sizes.codebooks,
            "coarseWindowTokens": -(-COARSE_SECONDS * rate // hop),
            "fineWindowTokens": -(-FINE_SECONDS * rate // hop),
        },
        "files": [{"role": role, "path": path.name, "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for role, path in files],
    }
    (folder / "segno-model.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
