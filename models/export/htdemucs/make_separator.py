"""A separator with HTDemucs' inputs and outputs and no weights: four fixed bands of the spectrum. See README.md."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE_HZ, FFT, HOP, SEGMENT = 44_100, 4096, 1024, 44_100
SOURCES = ["drums", "bass", "other", "vocals"]
# Hz, by source: what remains above the last edge counts as drums
BANDS = {"bass": (0, 180), "other": (180, 700), "vocals": (700, 3500), "drums": (3500, RATE_HZ)}
# what each source takes of the song as it is, so that the branch in time is used too
IN_TIME = 0.02


def masks() -> np.ndarray:
    hz = np.arange(FFT // 2) * RATE_HZ / FFT
    rows = [((hz >= BANDS[name][0]) & (hz < BANDS[name][1])).astype(np.float32) for name in SOURCES]
    return np.stack(rows) * np.float32(1 - IN_TIME * len(SOURCES))


def graph() -> onnx.ModelProto:
    bins, frames, count = FFT // 2, -(-SEGMENT // HOP), len(SOURCES)
    constants = {
        "masks": masks().reshape(1, count, 1, bins, 1),
        "in_time": np.full((1, count, 1, 1), IN_TIME, np.float32),
        "axis": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Unsqueeze", ["spectrogram", "axis"], ["spectrogram_each"]),
        helper.make_node("Mul", ["spectrogram_each", "masks"], ["frequency"]),
        helper.make_node("Unsqueeze", ["waveform", "axis"], ["waveform_each"]),
        helper.make_node("Mul", ["waveform_each", "in_time"], ["time"]),
    ]
    value = helper.make_tensor_value_info
    made = helper.make_model(
        helper.make_graph(
            nodes,
            "band-separator",
            [value("waveform", TensorProto.FLOAT, [1, 2, SEGMENT]), value("spectrogram", TensorProto.FLOAT, [1, 4, bins, frames])],
            [value("frequency", TensorProto.FLOAT, [1, count, 4, bins, frames]), value("time", TensorProto.FLOAT, [1, count, 2, SEGMENT])],
            [numpy_helper.from_array(array, name) for name, array in constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
        producer_name="make_separator.py",
    )
    onnx.checker.check_model(made)
    return made


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    body = graph().SerializeToString()
    (folder / "separator.onnx").write_bytes(body)
    manifest = {
        "id": folder.name,
        "name": "Band separator (for tests)",
        "task": "stem-separation",
        "variant": "fp32",
        "licence": {"id": "MIT", "name": "MIT", "mayISell": "yes", "note": "It holds no weights; it splits a song by frequency and is of no musical use."},
        "params": {"family": "htdemucs", "sampleRateHz": RATE_HZ, "segmentFrames": SEGMENT, "overlap": 0.25, "fftSize": FFT, "hopFrames": HOP, "stems": SOURCES},
        "files": [{"role": "model", "path": "separator.onnx", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}],
    }
    (folder / "segno-model.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
