"""The parts of AudioSR (arXiv 2309.07314) as the registry package `audiosr` (MIT) builds them, without the rest of that package: its own
front door imports a speech frontend, a text encoder and torchaudio, which nothing here needs."""

import importlib.util
import sys
import types

import torch
from torch import Tensor, nn


def _bare(name: str, path: list[str]) -> None:
    module = types.ModuleType(name)
    module.__path__ = path  # type: ignore[attr-defined]
    sys.modules[name] = module


def _open_package() -> None:
    spec = importlib.util.find_spec("audiosr")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("audiosr is not installed: pip install --no-deps audiosr==0.0.7")
    root = list(spec.submodule_search_locations)[0]
    _bare("audiosr", [root])
    _bare("audiosr.utilities", [f"{root}/utilities"])
    plotting = types.ModuleType("audiosr.utilities.tools")
    plotting.synth_one_sample = None  # type: ignore[attr-defined]
    sys.modules["audiosr.utilities.tools"] = plotting


_open_package()

from audiosr import hifigan  # noqa: E402
from audiosr.latent_diffusion.modules import attention  # noqa: E402
from audiosr.latent_diffusion.modules.diffusionmodules import model as vae_modules  # noqa: E402
from audiosr.latent_diffusion.modules.diffusionmodules import openaimodel, util  # noqa: E402

# checkpointing saves memory in training; a trace cannot follow it
attention.checkpoint = lambda run, inputs, _parameters, _flag: run(*inputs)


def with_groups(groups: int) -> None:
    """Fewer groups of normalisation, for models with fewer than 32 channels."""
    vae_modules.Normalize = lambda channels, num_groups=groups: nn.GroupNorm(min(groups, channels), channels, eps=1e-6, affine=True)
    attention.Normalize = lambda channels: nn.GroupNorm(groups, channels, eps=1e-6, affine=True)
    openaimodel.normalization = lambda channels: util.GroupNorm32(groups, channels)


FULL = {
    "vae": dict(double_z=True, mel_bins=256, z_channels=16, resolution=256, downsample_time=False, in_channels=1, out_ch=1, ch=128,
                ch_mult=[1, 2, 4, 8], num_res_blocks=2, attn_resolutions=[], dropout=0.1),
    "embed": 16,
    "unet": dict(image_size=64, in_channels=32, out_channels=16, model_channels=128, attention_resolutions=[8, 4, 2], num_res_blocks=2,
                 channel_mult=[1, 2, 3, 5], num_head_channels=32, extra_sa_layer=True, use_spatial_transformer=True, transformer_depth=1),
    "vocoder": dict(resblock="1", upsample_rates=[6, 5, 4, 2, 2], upsample_kernel_sizes=[12, 10, 8, 4, 4], upsample_initial_channel=1536,
                    resblock_kernel_sizes=[3, 7, 11, 15], resblock_dilation_sizes=[[1, 3, 5]] * 4, num_mels=256),
}

TINY = {
    "vae": {**FULL["vae"], "ch": 8, "ch_mult": [1, 1, 1, 1], "num_res_blocks": 1},
    "embed": 16,
    "unet": {**FULL["unet"], "model_channels": 8, "num_res_blocks": 1, "num_head_channels": 4, "attention_resolutions": [4], "channel_mult": [1, 1, 1]},
    "vocoder": {**FULL["vocoder"], "upsample_initial_channel": 32, "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1, 3, 5]]},
}


class VaeEncoder(nn.Module):
    """`mel` [1,1,T,256] (natural log) -> `mean`, `logvar` [1,16,T/8,32]."""

    def __init__(self, sizes: dict):
        super().__init__()
        self.encoder = vae_modules.Encoder(**sizes["vae"])
        self.quant_conv = nn.Conv2d(2 * sizes["vae"]["z_channels"], 2 * sizes["embed"], 1)

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        mean, logvar = torch.chunk(self.quant_conv(self.encoder(mel)), 2, dim=1)
        return mean, torch.clamp(logvar, -30.0, 20.0)


class VaeDecoder(nn.Module):
    """`z` [1,16,T/8,32] as the sampler leaves it -> `mel` [1,1,T,256]. The checkpoint's scale is inside."""

    def __init__(self, sizes: dict):
        super().__init__()
        self.decoder = vae_modules.Decoder(**sizes["vae"])
        self.post_quant_conv = nn.Conv2d(sizes["embed"], sizes["vae"]["z_channels"], 1)
        self.register_buffer("scale", torch.tensor(1.0))

    def forward(self, z: Tensor) -> Tensor:
        return self.decoder(self.post_quant_conv(z / self.scale))


class Unet(nn.Module):
    """`x` [2,32,T/8,32] (16 of noise, 16 of condition), `t` i64 [2] -> `v` [2,16,T/8,32]."""

    def __init__(self, sizes: dict):
        super().__init__()
        self.unet = openaimodel.UNetModel(**sizes["unet"])

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        return self.unet(x, t, y=None, context_list=[], context_attn_mask_list=[])


class Vocoder(nn.Module):
    """`mel` [1,256,T] -> `wave` [1,1,T·480 + 16], 48 kHz: the second upsampling gives one sample too many."""

    def __init__(self, sizes: dict):
        super().__init__()
        self.generator = hifigan.Generator_old(hifigan.AttrDict(sizes["vocoder"]))

    def forward(self, mel: Tensor) -> Tensor:
        return self.generator(mel)


def build(sizes: dict) -> dict[str, nn.Module]:
    return {"vae_encoder": VaeEncoder(sizes), "unet": Unet(sizes), "vae_decoder": VaeDecoder(sizes), "vocoder": Vocoder(sizes)}
