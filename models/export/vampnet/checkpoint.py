"""Published checkpoints (coarse.pth, c2f.pth, codec.pth; CC BY-NC-SA 4.0, zenodo.org/records/8136629) into the modules of this folder.

UNVERIFIED against the real files: they could not be had where this was written. The names come from how the published models are put
together; sizes are read from the file itself (`metadata.kwargs`, as audiotools saves it) and, where it has none, from the tensors. Whatever
is left over on either side stops the export with its name, so a wrong guess cannot pass unnoticed."""

import re

import torch
from torch import Tensor

from codec import Codec, CodecSizes
from transformer import TokenModel, TransformerSizes

LORA_SCALE = 1 / 8  # loralib: alpha / rank, 1 and 8 in the published training code


def _state(path: str) -> tuple[dict[str, Tensor], dict]:
    loaded = torch.load(path, map_location="cpu", weights_only=False)
    state = loaded.get("state_dict", loaded)
    return {key: value.float() if value.is_floating_point() else value for key, value in state.items()}, loaded.get("metadata", {}).get("kwargs", {})


def _plain(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weight norm (w = g · v / |v|) and LoRA (w + B·A/8) folded into plain weights."""
    plain: dict[str, Tensor] = {}
    for key, value in state.items():
        if key.endswith("weight_g") or ".lora_" in key:
            continue
        if key.endswith("weight_v"):
            gain = state[f"{key[:-1]}g"]
            norm = value.flatten(1).norm(dim=1).reshape(-1, *([1] * (value.dim() - 1)))
            plain[f"{key[:-2]}"] = gain * value / norm
            continue
        plain[key] = value
    for key, value in state.items():
        if key.endswith(".lora_A"):
            plain[f"{key[:-7]}.weight"] = plain[f"{key[:-7]}.weight"] + LORA_SCALE * state[f"{key[:-1]}B"] @ value
    return plain


def _unit(name: str) -> str:
    return {"0.alpha": "snake1.alpha", "1": "conv1", "2.alpha": "snake2.alpha", "3": "conv2"}.get(name, name)


def _codec_name(key: str, stages: int) -> str:
    """The published name of a tensor -> ours."""
    key = re.sub(r"^quantizer\.quantizers\.(\d+)\.codebook\.weight$", r"quantisers.\1.codebook", key)
    key = re.sub(r"^quantizer\.quantizers\.", "quantisers.", key)
    for side, root in (("encoder", "encoder.block"), ("decoder", "decoder.model")):
        found = re.match(rf"^{re.escape(root)}\.(\d+)\.(.*)$", key)
        if not found:
            continue
        index, rest = int(found[1]), found[2]
        if index == 0:
            return f"{side}.stem.{rest}"
        if index == stages + 1:
            return f"{side}.snake.{rest}"
        if index == stages + 2:
            return f"{side}.head.{rest}"
        stage = f"{side}.stages.{index - 1}"
        inner = re.match(r"^block\.(\d+)\.(.*)$", rest)
        if not inner:
            break
        place, tail = int(inner[1]), inner[2]
        snake_at, conv_at, first_unit = (3, 4, 0) if side == "encoder" else (0, 1, 2)
        if place == snake_at:
            return f"{stage}.snake.{tail}"
        if place == conv_at:
            return f"{stage}.conv.{tail}"
        stack = re.match(r"^mrf_blocks\.(\d+)\.block\.(\d+)\.layer\.(\d+)\.(.*)$", tail)
        if stack:
            part = f"{stack[3]}.alpha" if stack[4] == "alpha" else stack[3]
            return f"{stage}.units.0.stacks.{stack[1]}.{stack[2]}.{_unit(part)}" + ("" if stack[4] == "alpha" else f".{stack[4]}")
        unit = re.match(r"^block\.(\d+)\.(.*)$", tail)
        if unit:
            part = f"{unit[1]}.alpha" if unit[2] == "alpha" else unit[1]
            return f"{stage}.units.{place - first_unit}.{_unit(part)}" + ("" if unit[2] == "alpha" else f".{unit[2]}")
    return key


def _load(module: torch.nn.Module, state: dict[str, Tensor], what: str) -> None:
    missing, unexpected = module.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.startswith("tables")]
    if missing or unexpected:
        raise SystemExit(f"{what} does not fit: missing {missing[:8]}, left over {unexpected[:8]}. See checkpoint.py.")


def load_codec(path: str) -> Codec:
    state, known = _state(path)
    plain = _plain(state)
    levels = 1 + max(int(key.split(".")[2]) for key in plain if key.startswith("quantizer.quantizers."))
    size, dim = plain["quantizer.quantizers.0.codebook.weight"].shape
    rates = tuple(known.get("encoder_rates", (2, 4, 8, 12)))
    sizes = CodecSizes(
        encoder_dim=plain["encoder.block.0.weight"].shape[0],
        encoder_rates=rates,
        decoder_dim=plain["decoder.model.0.weight"].shape[0],
        decoder_rates=tuple(known.get("decoder_rates", rates[::-1])),
        codebooks=levels,
        codebook_size=size,
        codebook_dim=dim,
        decoder_kind="branches" if any("mrf_blocks" in key for key in plain) else "residual",
        sample_rate=int(known.get("sample_rate", 44100)),
    )
    codec = Codec(sizes)
    stages = {"encoder": len(sizes.encoder_rates), "decoder": len(sizes.decoder_rates)}
    _load(codec, {_codec_name(key, stages.get(key.split(".")[0], 0)): value for key, value in plain.items()}, path)
    return codec.eval()


_LAYER = {
    "norm_1.weight": "norm1.weight",
    "norm_3.weight": "norm2.weight",
    "self_attn.w_qs.weight": "attention.query.weight",
    "self_attn.w_ks.weight": "attention.key.weight",
    "self_attn.w_vs.weight": "attention.value.weight",
    "self_attn.fc.weight": "attention.out.weight",
    "feed_forward.w_1.weight": "widen.weight",
    "feed_forward.w_2.weight": "narrow.weight",
}


def load_transformer(path: str, codec: Codec, conditioning: int) -> TokenModel:
    """@param conditioning used where the file does not say: 0 for coarse.pth, 4 for c2f.pth"""
    state, known = _state(path)
    plain = _plain(state)
    if any(".film_" in key for key in plain):
        raise SystemExit(f"{path} has FiLM layers: it was trained with a condition that the graph contract does not carry.")
    if any("Wqkv" in key for key in plain):
        raise SystemExit(f"{path} was saved with fused attention weights and has no relative position bias; that layout is not read.")
    mask_rows = plain.pop("embedding.special.MASK")
    bias = plain.pop("transformer.layers.0.self_attn.relative_attention_bias.weight")
    width = plain["embedding.out_proj.weight"].shape[0]
    told = int(known.get("n_conditioning_codebooks", conditioning) or 0)
    sizes = TransformerSizes(
        width=width,
        heads=bias.shape[1],
        layers=1 + max(int(key.split(".")[2]) for key in plain if key.startswith("transformer.layers.")),
        codebooks=mask_rows.shape[0],
        conditioning=told,
        vocabulary=plain["classifier.layers.0.bias"].shape[0] // (mask_rows.shape[0] - told),
        codebook_dim=mask_rows.shape[1],
    )
    named = {"position_bias": bias}
    for key, value in plain.items():
        layer = re.match(r"^transformer\.layers\.(\d+)\.(.*)$", key)
        if layer:
            named[f"layers.{layer[1]}.{_LAYER.get(layer[2], layer[2])}"] = value
        elif key.startswith("classifier.layers.0."):
            named[key.replace("classifier.layers.0", "classifier")] = value.squeeze(-1)
        elif key.startswith("embedding.out_proj."):
            named[key.replace("embedding.out_proj", "embed")] = value.squeeze(-1)
        else:
            named[key.replace("transformer.norm", "norm")] = value
    model = TokenModel(sizes)
    _load(model, named, path)
    model.use_codebooks([quantiser.codebook for quantiser in codec.quantisers], mask_rows)
    return model.eval()
