"""AudioSR's graphs for the studio: `python export.py --checkpoint audiosr_basic.ckpt --out folder`, or `--tiny --out folder` for small random
ones of the same names, ranks and types. Writes segno-model.json beside them; the folder can then be imported."""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import onnxruntime
import torch
from torch import nn

import pieces

# latent frames: the trace may not see a length that is special
EXAMPLE_FRAMES = 24
SEED = 20230913


def randomise(model: nn.Module) -> None:
    """Every weight random: the published code sets the last layers to zero, and nothing would be tested by a network that answers zero."""
    generator = torch.Generator().manual_seed(SEED)
    for name, parameter in model.named_parameters():
        spread = 1.0 if "norm" in name and name.endswith("weight") else 0.0
        scale = 0.3 / max(1, parameter[0].numel()) ** 0.5 if parameter.dim() > 1 else 0.05
        parameter.data = spread + scale * 1.7 * torch.randn(parameter.shape, generator=generator)


def tiny() -> dict[str, nn.Module]:
    pieces.with_groups(4)
    torch.manual_seed(SEED)
    models = pieces.build(pieces.TINY)
    for model in models.values():
        randomise(model)
    models["vae_decoder"].scale.fill_(0.8)
    # a wave that can be heard: the generator ends in tanh
    models["vocoder"].generator.conv_post.bias.data.zero_()
    return finish(models)


def full(checkpoint: str) -> dict[str, nn.Module]:
    models = pieces.build(pieces.FULL)
    state = torch.load(checkpoint, map_location="cpu", weights_only=False)["state_dict"]
    roots = {
        "vae_encoder": {"encoder.": "cond_stage_models.0.vae.encoder.", "quant_conv.": "cond_stage_models.0.vae.quant_conv."},
        "vae_decoder": {"decoder.": "first_stage_model.decoder.", "post_quant_conv.": "first_stage_model.post_quant_conv."},
        "unet": {"unet.": "model.diffusion_model."},
        "vocoder": {"generator.": "first_stage_model.vocoder."},
    }
    for role, model in models.items():
        if role == "vocoder":
            # the checkpoint holds plain weights
            model.generator.remove_weight_norm()
        own = {ours + key[len(theirs):]: value for ours, theirs in roots[role].items() for key, value in state.items() if key.startswith(theirs)}
        if role == "vae_decoder":
            own["scale"] = state["scale_factor"]
        model.load_state_dict(own, strict=True)
    if "scale_factor" not in state:
        raise SystemExit("the checkpoint has no scale_factor: it is not AudioSR's")
    return finish(models, has_plain_vocoder=True)


def finish(models: dict[str, nn.Module], has_plain_vocoder: bool = False) -> dict[str, nn.Module]:
    if not has_plain_vocoder:
        models["vocoder"].generator.remove_weight_norm()
    return {role: model.eval() for role, model in models.items()}


def example(role: str) -> tuple:
    n = EXAMPLE_FRAMES
    return {
        "vae_encoder": (torch.randn(1, 1, 8 * n, 256),),
        "unet": (torch.randn(2, 32, n, 32), torch.tensor([501, 501])),
        "vae_decoder": (torch.randn(1, 16, n, 32),),
        "vocoder": (torch.randn(1, 256, 8 * n),),
    }[role]


NAMES = {
    "vae_encoder": (["mel"], ["mean", "logvar"], {"mel": {2: "t"}, "mean": {2: "n"}, "logvar": {2: "n"}}),
    "unet": (["x", "t"], ["v"], {"x": {2: "n"}, "v": {2: "n"}}),
    "vae_decoder": (["z"], ["mel"], {"z": {2: "n"}, "mel": {2: "t"}}),
    "vocoder": (["mel"], ["wave"], {"mel": {2: "t"}, "wave": {2: "s"}}),
}


def slim(path: Path) -> None:
    """A trace is mostly names and shape arithmetic: ONNX Runtime folds what is constant, and what is left gets short names."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    model = onnx.load(str(path))
    fixed = {value.name for value in [*model.graph.input, *model.graph.output]}
    names: dict[str, str] = {}

    def short(name: str) -> str:
        return name if name in fixed or name == "" else names.setdefault(name, f"v{len(names)}")

    for node in model.graph.node:
        node.name = node.doc_string = ""
        node.input[:] = [short(name) for name in node.input]
        node.output[:] = [short(name) for name in node.output]
    for weight in model.graph.initializer:
        weight.name = short(weight.name)
    del model.graph.value_info[:]
    onnx.save(model, str(path))


def write(models: dict[str, nn.Module], out: Path, is_tiny: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for role, model in models.items():
        inputs, outputs, axes = NAMES[role]
        path = out / f"{role}.onnx"
        for parameter in model.parameters():
            parameter.requires_grad_(False)
        with torch.enable_grad():
            torch.onnx.export(model, example(role), str(path), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
        if is_tiny:
            slim(path)
        body = path.read_bytes()
        files.append({"role": role, "path": path.name, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()})
    licence = (
        {"id": "MIT", "name": "Segno Studio's own random weights", "mayISell": "yes", "note": "These make noise and are for tests."}
        if is_tiny
        else {"id": "MIT", "name": "Code MIT; check the terms on the weights' page", "mayISell": "ask",
              "note": "Ask first. The program is MIT; the weights were trained on sound of many origins."}
    )
    manifest = {
        "id": "audiosr-tiny" if is_tiny else "audiosr",
        "name": "AudioSR, tiny and random (makes noise)" if is_tiny else "AudioSR",
        "task": "super-resolution",
        "variant": "fp32",
        "licence": licence,
        "params": {"family": "audiosr", "sampleRateHz": 48000, "melCount": 256, "fftSize": 2048, "hopFrames": 480, "steps": 2 if is_tiny else 50, "guidanceScale": 3.5},
        "files": files,
    }
    (out / "segno-model.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--checkpoint")
    parser.add_argument("--out", required=True, type=Path)
    options = parser.parse_args()
    if not options.tiny and not options.checkpoint:
        raise SystemExit("name a --checkpoint (audiosr_basic.ckpt), or ask for --tiny")
    write(tiny() if options.tiny else full(options.checkpoint), options.out, options.tiny)
