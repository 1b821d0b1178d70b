"""The same architecture with random weights, small for tests or larger for benchmarks. What it makes is noise; what it proves is that shapes,
names and numbers go where they should."""

import torch
from torch import nn

from codec import Codec, CodecSizes, Unit
from transformer import TokenModel, TransformerSizes

SEED = 8
VOCABULARY = 56
CODEBOOKS = 14
COARSE = 4

CODEC = CodecSizes(encoder_dim=2, encoder_rates=(2, 4, 8, 12), decoder_dim=16, decoder_rates=(12, 8, 4, 2), codebooks=CODEBOOKS, codebook_size=VOCABULARY)
COARSE_SIZES = TransformerSizes(width=16, heads=2, layers=2, codebooks=COARSE, conditioning=0, vocabulary=VOCABULARY)
FINE_SIZES = TransformerSizes(width=16, heads=2, layers=2, codebooks=CODEBOOKS, conditioning=COARSE, vocabulary=VOCABULARY)

# the published vocabulary and windows, in narrower and fewer layers: a step costs a hundredth of the published network's and a real share of arithmetic
BENCH_CODEC = CodecSizes(encoder_dim=16, encoder_rates=(2, 4, 8, 12), decoder_dim=256, decoder_rates=(12, 8, 4, 2), codebooks=CODEBOOKS, codebook_size=1024)
BENCH_COARSE_SIZES = TransformerSizes(width=320, heads=5, layers=5, codebooks=COARSE, conditioning=0, vocabulary=1024)
BENCH_FINE_SIZES = TransformerSizes(width=320, heads=5, layers=4, codebooks=CODEBOOKS, conditioning=COARSE, vocabulary=1024)


def _spread(module: nn.Module) -> None:
    """Weights that keep the size of what passes through."""
    for part in module.modules():
        if isinstance(part, (nn.Conv1d, nn.ConvTranspose1d, nn.Linear)):
            fan = part.weight[0].numel() if not isinstance(part, nn.ConvTranspose1d) else part.weight.shape[0] * part.weight.shape[2] / part.stride[0]
            nn.init.normal_(part.weight, std=fan**-0.5)
            if part.bias is not None:
                nn.init.normal_(part.bias, std=0.02)
    for part in module.modules():
        if isinstance(part, Unit):
            part.conv2.weight.data.mul_(0.3)


def make_codec(sizes: CodecSizes = CODEC) -> Codec:
    torch.manual_seed(SEED)
    codec = Codec(sizes).eval()
    _spread(codec)
    with torch.no_grad():
        sound = 0.2 * torch.randn(1, 1, 48 * sizes.hop)
        codec.encoder.head.weight.div_(codec.encoder(sound).std())
        for level, quantiser in enumerate(codec.quantisers):
            # a projection and its transpose, and ever shorter entries: each codebook really takes something off what is left
            basis = torch.linalg.qr(torch.randn(sizes.latent_dim, sizes.codebook_dim)).Q.t()
            quantiser.in_proj.weight.copy_(basis[..., None])
            quantiser.out_proj.weight.copy_(basis.t()[..., None])
            quantiser.in_proj.bias.zero_()
            quantiser.out_proj.bias.zero_()
            quantiser.codebook.mul_(0.8 * 0.85**level)
        codec.decoder.head.weight.div_(torch.atanh(codec.decode(codec.encode(sound)).clamp(-0.999, 0.999)).std() / 0.1)
    return codec


def make_transformer(sizes: TransformerSizes, codec: Codec, seed: int) -> TokenModel:
    torch.manual_seed(SEED + seed)
    model = TokenModel(sizes).eval()
    _spread(model)
    with torch.no_grad():
        model.position_bias.normal_()
        # sure enough of some tokens that the order of sureness means something
        model.classifier.weight.mul_(2)
    model.use_codebooks([quantiser.codebook for quantiser in codec.quantisers], torch.randn(sizes.codebooks, sizes.codebook_dim))
    return model
