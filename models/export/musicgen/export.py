"""
Turns a MusicGen checkpoint into the folder of a Segno Studio model, or makes a small random one of the same architecture.

    python export.py --checkpoint facebook/musicgen-small --out ~/musicgen-small --id musicgen-small
    python export.py --tiny  --out ../../fixtures/musicgen-tiny
    python export.py --bench --out /tmp/musicgen-bench
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import torch

import graphs
import random_model

LICENCE_META = {
    "id": "CC-BY-NC-4.0",
    "name": "Creative Commons Attribution-NonCommercial 4.0",
    "mayISell": "no",
    "note": "No: the weights may be used for non-commercial purposes only, and what you make with them falls under the same question. Ask Meta for other uses.",
}
LICENCE_NOISE = {
    "id": "MIT",
    "name": "MIT",
    "mayISell": "yes",
    "note": "Random weights made for tests: it makes noise, not music. Do with the noise what you like.",
}


def params_of(model, max_frames=1500):
    decoder, codec = model.decoder.config, model.audio_encoder.config
    hop = 1
    for ratio in codec.upsampling_ratios:
        hop *= ratio
    return {
        "family": "musicgen",
        "sampleRateHz": codec.sampling_rate,
        "frameRateHz": codec.sampling_rate // hop,
        "hopFrames": hop,
        "codebooks": decoder.num_codebooks,
        "codebookSize": decoder.vocab_size,
        "layers": decoder.num_hidden_layers,
        "heads": decoder.num_attention_heads,
        "headSize": decoder.hidden_size // decoder.num_attention_heads,
        "textSize": model.text_encoder.config.d_model,
        "maxFrames": max_frames,
    }


def write_manifest(out: Path, model_id, name, variant, licence, params, roles):
    files = []
    for role, path in roles:
        data = (out / path).read_bytes()
        files.append({"role": role, "path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    manifest = {
        "id": model_id,
        "name": name,
        "task": "text-to-music",
        "variant": variant,
        "licence": licence,
        "params": params,
        "files": files,
    }
    (out / "segno-model.json").write_text(json.dumps(manifest, indent=2) + "\n")


def quantise(source: Path, target: Path):
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"])


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kind = words.add_mutually_exclusive_group(required=True)
    kind.add_argument("--checkpoint", help="a folder, or a name on the hub, of a MusicgenForConditionalGeneration checkpoint (mono)")
    kind.add_argument("--tiny", action="store_true", help="random weights, under 600 kB altogether")
    kind.add_argument("--bench", action="store_true", help="random weights, 12 layers of 512, for measuring speed")
    words.add_argument("--out", required=True, type=Path)
    words.add_argument("--id", help="the model's id in the studio; default: the name of the checkpoint")
    words.add_argument("--precision", choices=["fp32", "fp16", "int8"], default="fp32", help="of the language model; text encoder and codec stay fp32")
    words.add_argument("--with-fp16", action="store_true", help="write a half-precision language model beside the other one (tests)")
    given = words.parse_args()

    torch.set_num_threads(1)
    out = given.out
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    if given.checkpoint:
        from transformers import AutoTokenizer, MusicgenForConditionalGeneration

        model = MusicgenForConditionalGeneration.from_pretrained(given.checkpoint, attn_implementation="eager").eval()
        if model.decoder.config.audio_channels != 1:
            raise SystemExit("This script exports the mono models; the stereo ones interleave eight codebooks.")
        AutoTokenizer.from_pretrained(given.checkpoint).backend_tokenizer.save(str(out / "tokenizer.json"))
        model_id = given.id or Path(given.checkpoint).name.lower()
        name, licence = model_id.replace("musicgen-", "MusicGen "), LICENCE_META
    else:
        size = "tiny" if given.tiny else "bench"
        model = random_model.create(size)
        random_model.tokenizer().save(str(out / "tokenizer.json"))
        if given.bench:
            # for the peers of the benchmark, which read the layout of the hub
            model.config.save_pretrained(out)
            model.generation_config.save_pretrained(out)
            (out / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "T5Tokenizer", "pad_token": "<pad>", "eos_token": "</s>"}))
        model_id = given.id or f"musicgen-{size}"
        name, licence = f"MusicGen {size} (noise, for tests)", LICENCE_NOISE
    params = params_of(model)

    suffix = {"fp32": "", "fp16": "_fp16", "int8": "_int8"}[given.precision]
    decoder = f"onnx/decoder_model_merged{suffix}.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        graphs.export_text_encoder(model, out / "onnx/text_encoder.onnx")
        graphs.export_codec(model, out / "onnx/encodec_decode.onnx", out / "onnx/encodec_encode.onnx")
        if given.precision == "int8":
            graphs.export_decoder(model, scratch / "merged.onnx", scratch)
            quantise(scratch / "merged.onnx", out / decoder)
        elif given.precision == "fp32":
            graphs.export_decoder(model, out / decoder, scratch)
        roles = [
            ("text_encoder", "onnx/text_encoder.onnx"),
            ("decoder", decoder),
            ("encodec_decode", "onnx/encodec_decode.onnx"),
            ("encodec_encode", "onnx/encodec_encode.onnx"),
            ("tokenizer", "tokenizer.json"),
        ]
        if given.precision == "fp16" or given.with_fp16:
            half = "onnx/decoder_model_merged_fp16.onnx"
            graphs.export_decoder(model.half(), out / half, scratch)
            if given.with_fp16:
                roles.append(("decoder_fp16", half))
    roles += [(f"{role}_data", f"{path}_data") for role, path in roles if (out / f"{path}_data").exists()]
    write_manifest(out, model_id, name, given.precision, licence, params, roles)
    print(f"{out}: {sum(p.stat().st_size for p in out.rglob('*') if p.is_file()):,} bytes")


if __name__ == "__main__":
    main()
