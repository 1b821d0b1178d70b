"""CLAP (HTSAT audio tower, RoBERTa text tower) -> the two graphs and the tokenizer that the studio loads.

    python export.py --checkpoint laion/clap-htsat-unfused --out DIR      the published weights, from the hub or a local folder
    python export.py --tiny --out DIR                                    the same architecture, small, with random weights: a noise maker for tests
    python export.py --tiny --out DIR --golden FILE                      and what transformers answers for known inputs
"""

import argparse
import hashlib
import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import ClapConfig, ClapFeatureExtractor, ClapModel

OPSET = 17
FRAMES, BANDS = 1001, 64


class AudioTower(nn.Module):
    """input_features [B,1,1001,64] (dB of mel power) -> audio_embeds [B,D], not normalised."""

    def __init__(self, model: ClapModel):
        super().__init__()
        self.model = model

    def forward(self, input_features):
        pooled = self.model.audio_model(input_features=input_features, is_longer=None)[1]
        return self.model.audio_projection(pooled)


class TextTower(nn.Module):
    """input_ids, attention_mask i64 [B,S] -> text_embeds [B,D], not normalised."""

    def __init__(self, model: ClapModel):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        pooled = self.model.text_model(input_ids=input_ids, attention_mask=attention_mask)[1]
        return self.model.text_projection(pooled)


def tiny_tokenizer(path: Path) -> int:
    """RoBERTa's kind of tokenizer (byte-level BPE, <s> … </s>) with a few hundred entries, learned from the sentences below."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    sentences = [
        "slow rain on a window, soft piano and a dusty drum loop",
        "fast electronic dance music with a bright lead and a heavy kick",
        "a calm ambient pad, long reverb, no drums",
        "acoustic guitar and a warm bass, happy pop song",
        "eight bit chip tune, pulse waves and noise drums",
    ]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(sentences, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(sep=("</s>", 2), cls=("<s>", 0), add_prefix_space=False)
    tokenizer.save(str(path))
    return tokenizer.get_vocab_size()


def tiny_model(vocabulary: int) -> ClapModel:
    torch.manual_seed(20)
    config = ClapConfig.from_dict(
        {
            "projection_dim": 32,
            "text_config": {
                "vocab_size": vocabulary,
                "hidden_size": 32,
                "num_hidden_layers": 2,
                "num_attention_heads": 2,
                "intermediate_size": 64,
                "max_position_embeddings": 130,
                "projection_dim": 32,
            },
            "audio_config": {
                "patch_embeds_hidden_size": 8,
                "hidden_size": 64,
                "depths": [1, 1, 2, 1],
                "num_attention_heads": [1, 1, 2, 2],
                "num_hidden_layers": 4,
                "mlp_ratio": 2.0,
                "projection_dim": 32,
                "enable_fusion": False,
                "fusion_type": None,
            },
        }
    )
    model = ClapModel(config).eval()
    # fresh networks answer nearly the same to everything: larger weights, so that a wrong input is seen
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.dim() > 1:
                value.copy_(torch.randn_like(value) / math.sqrt(value[0].numel()))
        model.audio_model.audio_encoder.batch_norm.running_mean.fill_(-30.0)
        model.audio_model.audio_encoder.batch_norm.running_var.fill_(200.0)
    return model


def export_graphs(model: ClapModel, out: Path) -> None:
    features = torch.randn(2, 1, FRAMES, BANDS) * 10 - 30
    ids = torch.tensor([[0, 10, 11, 12, 2], [0, 13, 14, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 1, 0]])
    with torch.enable_grad():
        torch.onnx.export(
            AudioTower(model).eval(), (features,), str(out / "audio_model.onnx"), opset_version=OPSET,
            input_names=["input_features"], output_names=["audio_embeds"],
            dynamic_axes={"input_features": {0: "batch"}, "audio_embeds": {0: "batch"}},
        )
        torch.onnx.export(
            TextTower(model).eval(), (ids, mask), str(out / "text_model.onnx"), opset_version=OPSET,
            input_names=["input_ids", "attention_mask"], output_names=["text_embeds"],
            dynamic_axes={"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}, "text_embeds": {0: "batch"}},
        )


def shorten_names(path: Path) -> None:
    """Inner names of a traced graph are longer than its small weights; the outer ones stay."""
    import onnx

    graph = (whole := onnx.load(str(path))).graph
    outer = {value.name for value in [*graph.input, *graph.output]}
    short: dict[str, str] = {}

    def name(old: str) -> str:
        return old if old in outer or old == "" else short.setdefault(old, f"v{len(short):x}")

    for node in graph.node:
        node.name = ""
        node.doc_string = ""
        node.input[:] = [name(value) for value in node.input]
        node.output[:] = [name(value) for value in node.output]
    for weight in graph.initializer:
        weight.name = name(weight.name)
    del graph.value_info[:]
    onnx.checker.check_model(whole)
    onnx.save(whole, str(path))


def extractor_of(checkpoint: str | None) -> ClapFeatureExtractor:
    if checkpoint:
        return ClapFeatureExtractor.from_pretrained(checkpoint)
    return ClapFeatureExtractor(feature_size=64, sampling_rate=48_000, hop_length=480, max_length_s=10, fft_window_size=1024,
                                frequency_min=50, frequency_max=14_000, truncation="rand_trunc", padding="repeatpad")


def write_manifest(out: Path, extractor: ClapFeatureExtractor, model: ClapModel, is_tiny: bool) -> None:
    files = []
    for role, name in [("audio_model", "audio_model.onnx"), ("text_model", "text_model.onnx"), ("tokenizer", "tokenizer.json")]:
        data = (out / name).read_bytes()
        files.append({"role": role, "path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    licence = {"id": "Apache-2.0", "name": "Apache License 2.0", "mayISell": "yes", "note": "It only describes sound; what you make stays yours."}
    manifest = {
        "id": "clap",
        "name": "CLAP, a noise maker for tests" if is_tiny else "CLAP (HTSAT, unfused)",
        "task": "audio-embedding",
        "variant": "fp32",
        "licence": licence,
        "params": {
            "family": "clap",
            "sampleRateHz": extractor.sampling_rate,
            "windowFrames": extractor.nb_max_samples,
            "fftSize": extractor.fft_window_size,
            "hopFrames": extractor.hop_length,
            "melCount": extractor.feature_size,
            "lowHz": extractor.frequency_min,
            "highHz": extractor.frequency_max,
            "dimensions": model.config.projection_dim,
            "maxTokens": min(512, model.config.text_config.max_position_embeddings - 2),
        },
        "files": files,
    }
    (out / "segno-model.json").write_text(json.dumps(manifest, indent=2) + "\n")


def sound(seconds: float, seed: int) -> np.ndarray:
    """A sweep with overtones and some noise by a fixed recurrence, so that any language can make the same samples."""
    count = round(seconds * 48_000)
    t = np.arange(count) / 48_000
    tone = 0.4 * np.sin(2 * np.pi * (110 * seed * t + 40 * t * t)) + 0.2 * np.sin(2 * np.pi * 330 * seed * t)
    state, noise = seed, np.empty(count)
    for i in range(count):
        state = (1103515245 * state + 12345) % 2147483648
        noise[i] = state / 1073741824 - 1
    return (tone + 0.05 * noise).astype(np.float32)


def write_golden(path: Path, out: Path, extractor: ClapFeatureExtractor, model: ClapModel) -> None:
    import onnxruntime
    import transformers
    from tokenizers import Tokenizer

    cases = []
    for seconds, seed in [(10.0, 1), (3.3, 2), (0.7, 3)]:
        features = extractor(sound(seconds, seed), sampling_rate=48_000, return_tensors="pt")["input_features"]
        with torch.no_grad():
            embed = AudioTower(model).eval()(features)[0]
        session = onnxruntime.InferenceSession(str(out / "audio_model.onnx"))
        graph = session.run(None, {"input_features": features.numpy()})[0][0]
        assert np.abs(graph - embed.numpy()).max() < 1e-4, np.abs(graph - embed.numpy()).max()
        flat = features[0, 0].numpy()
        cases.append({"seconds": seconds, "seed": seed, "rows": {str(row): [round(float(x), 5) for x in flat[row]] for row in (0, 1, 137, 500, 999, 1000)},
                      "mean": float(flat.mean()), "embed": [float(x) for x in embed / embed.norm()]})
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    texts = []
    for text in ["slow rain on a window", "fast electronic dance music with a bright lead", "héllo, 8-bit!"]:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            embed = TextTower(model).eval()(ids, torch.ones_like(ids))[0]
        texts.append({"text": text, "ids": ids[0].tolist(), "embed": [float(x) for x in embed / embed.norm()]})
    origin = f"models/export/clap/export.py --tiny, transformers {transformers.__version__}, torch {torch.__version__}"
    path.write_text(json.dumps({"origin": origin, "sounds": cases, "texts": texts}, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--checkpoint", default="laion/clap-htsat-unfused")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--golden", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.tiny:
        model = tiny_model(tiny_tokenizer(options.out / "tokenizer.json"))
    else:
        from transformers import AutoTokenizer

        model = ClapModel.from_pretrained(options.checkpoint).eval()
        AutoTokenizer.from_pretrained(options.checkpoint).backend_tokenizer.save(str(options.out / "tokenizer.json"))
    extractor = extractor_of(None if options.tiny else options.checkpoint)
    export_graphs(model, options.out)
    if options.tiny:
        for graph in ("audio_model.onnx", "text_model.onnx"):
            shorten_names(options.out / graph)
    write_manifest(options.out, extractor, model, options.tiny)
    if options.golden:
        write_golden(options.golden, options.out, extractor, model)


if __name__ == "__main__":
    main()
