"""Golden numbers for the studio's runner: the same tiny weights, the same noise, AudioSR's own sampler. `python goldens.py OUT.json`.
Versions: audiosr 0.0.7, torch 2.5.1, librosa 0.11. Noise is the studio's own stream (mulberry32, Box-Muller), so that only the results are kept."""

import json
import math
import sys

import librosa
import numpy as np
import torch

import pieces
from audiosr.latent_diffusion.models import ddim
from export import tiny

FRAMES = 64
LATENT = (1, 16, FRAMES // 8, 32)
STEPS, GUIDANCE, SEED, CUTOFF_BIN = 10, 3.5, 7, 180
KEPT_EVERY = 37


class Stream:
    """src-shared/kernel/random.ts"""

    def __init__(self, seed: int):
        self.seed = self.state = seed & 0xFFFFFFFF

    def next(self) -> float:
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296

    def normal(self) -> float:
        return math.sqrt(-2 * math.log(1 - self.next())) * math.cos(2 * math.pi * self.next())

    def fork(self, name: str) -> "Stream":
        value = (self.seed ^ 0x811C9DC5) & 0xFFFFFFFF
        for letter in name:
            value = ((value ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
        return Stream(value)

    def normals(self, shape: tuple) -> torch.Tensor:
        return torch.tensor([self.normal() for _ in range(math.prod(shape))], dtype=torch.float32).reshape(shape)


class Schedule:
    """What AudioSR's sampler asks of its model: the cosine schedule, v-prediction, one network."""

    num_timesteps = 1000
    parameterization = "v"
    device = torch.device("cpu")

    def __init__(self, unet):
        betas = pieces.util.make_beta_schedule("cosine", 1000)
        cumulative = np.cumprod(1.0 - betas, axis=0)
        self.betas = torch.tensor(betas, dtype=torch.float32)
        self.alphas_cumprod = torch.tensor(cumulative, dtype=torch.float32)
        self.alphas_cumprod_prev = torch.tensor(np.append(1.0, cumulative[:-1]), dtype=torch.float32)
        self.root, self.rest = torch.sqrt(self.alphas_cumprod), torch.sqrt(1 - self.alphas_cumprod)
        self.unet = unet

    def apply_model(self, x, t, cond):
        return self.unet(torch.cat([x, cond["concat"]], dim=1), t)

    def predict_start_from_z_and_v(self, x, t, v):
        return self.root[t].reshape(-1, 1, 1, 1) * x - self.rest[t].reshape(-1, 1, 1, 1) * v

    def predict_eps_from_z_and_v(self, x, t, v):
        return self.root[t].reshape(-1, 1, 1, 1) * v + self.rest[t].reshape(-1, 1, 1, 1) * x


def sound() -> torch.Tensor:
    n = np.arange(FRAMES * 480)
    wave = 0.3 * np.sin(2 * np.pi * 440 * n / 48000) + 0.1 * np.sin(2 * np.pi * 3000 * n / 48000) * (0.5 + 0.5 * np.sin(2 * np.pi * 5 * n / 48000))
    return torch.tensor(wave, dtype=torch.float32)


def log_mel(wave: torch.Tensor) -> torch.Tensor:
    """In double precision, because single precision is noise at the floor. Frames of 2048 at a hop of 480, the ends mirrored by 784; Slaney mels 20..24000 Hz of magnitudes; natural log from 1e-5."""
    basis = torch.from_numpy(librosa.filters.mel(sr=48000, n_fft=2048, n_mels=256, fmin=20, fmax=24000)).double()
    padded = torch.nn.functional.pad(wave.double()[None, None], (784, 784), mode="reflect")[0]
    spectrum = torch.stft(padded, 2048, hop_length=480, win_length=2048, window=torch.hann_window(2048, dtype=torch.float64), center=False, return_complex=True).abs()
    return torch.log(torch.clamp(basis @ spectrum, min=1e-5))[0].T.float()


def kept(values: torch.Tensor) -> list[float]:
    return [round(float(value), 7) for value in values.flatten()[::KEPT_EVERY]]


@torch.no_grad()
def main(path: str) -> None:
    torch.set_num_threads(1)
    models = tiny()
    noise = Stream(SEED)
    mel = log_mel(sound())[:FRAMES]
    mean, logvar = models["vae_encoder"](mel[None, None])
    condition = mean + torch.exp(0.5 * logvar) * noise.fork("condition").normals(LATENT)
    schedule = Schedule(models["unet"])
    results = {}
    for eta in (0.0, 1.0):
        sampler = ddim.DDIMSampler(schedule, device=torch.device("cpu"))
        sampler.make_schedule(STEPS, ddim_eta=eta, verbose=False)
        x = noise.fork("start").normals(LATENT)
        for number, index in enumerate(reversed(range(len(sampler.ddim_timesteps)))):
            ddim.noise_like = lambda shape, _device, _repeat, number=number: noise.fork(f"step {number}").normals(tuple(shape))
            step = torch.full((1,), int(sampler.ddim_timesteps[index]), dtype=torch.long)
            x, _ = sampler.p_sample_ddim(x, {"concat": condition}, step, index, unconditional_guidance_scale=GUIDANCE,
                                         unconditional_conditioning={"concat": torch.full(LATENT, -11.4981)})
        results[str(eta)] = x
    decoded = models["vae_decoder"](results["1.0"])[0, 0]
    decoded[:, :CUTOFF_BIN] = mel[:, :CUTOFF_BIN]
    wave = models["vocoder"](decoded.T[None])[0, 0]
    golden = {
        "origin": "models/export/audiosr/goldens.py; audiosr 0.0.7, torch 2.5.1",
        "frames": FRAMES, "steps": STEPS, "guidanceScale": GUIDANCE, "seed": SEED, "cutoffBin": CUTOFF_BIN, "keptEvery": KEPT_EVERY,
        "mel": kept(mel), "condition": kept(condition), "latentEta0": kept(results["0.0"]), "latentEta1": kept(results["1.0"]),
        "decoded": kept(decoded), "wave": kept(wave),
    }
    with open(path, "w") as file:
        json.dump(golden, file)
        file.write("\n")
    for name, tensor in (("latent", results["1.0"]), ("decoded", decoded), ("wave", wave), ("v", models["unet"](torch.cat([x, condition], 1), step))):
        print(name, float(tensor.mean()), float(tensor.std()), float(tensor.abs().max()))


if __name__ == "__main__":
    main(sys.argv[1])
