"""Random models of MusicGen's architecture. They make noise; everything else about them is as in the published ones."""

import json

import torch
from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors, trainers
from tokenizers.models import Unigram
from transformers import EncodecConfig, MusicgenConfig, MusicgenDecoderConfig, MusicgenForConditionalGeneration, T5Config

SIZES = {
    "tiny": {
        "text": {"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 2, "num_heads": 2},
        "decoder": {"vocab_size": 64, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "ffn_dim": 32},
        "codec": {"num_filters": 2, "hidden_size": 8, "codebook_size": 64},
        "spread": 0.25,
    },
    "bench": {
        "text": {"d_model": 256, "d_kv": 64, "d_ff": 512, "num_layers": 2, "num_heads": 4},
        "decoder": {"vocab_size": 2048, "hidden_size": 512, "num_hidden_layers": 12, "num_attention_heads": 8, "ffn_dim": 2048},
        "codec": {"num_filters": 8, "hidden_size": 64, "codebook_size": 2048},
        "spread": 0.05,
    },
}

WORDS = """
a slow sad piano piece with brushes and upright bass at night in the rain
bright house track with a rolling bass line, open hats and warm chords at 124 bpm
lo-fi beat, dusty drums, felt piano, vinyl crackle, 84 bpm in A minor
ambient drone with long pads, soft bells and slow strings
acoustic pop song with guitar, shaker and a hopeful chorus in C major
chip tune from an old game, fast arpeggios, square leads, noise drums
jazz trio, walking bass, ride cymbal, blues in F
techno kick drum, hard, hypnotic, dark, 132 bpm
orchestral film music, brass, timpani, choir, epic rising theme
reggae, off-beat guitar, deep bass, laid back
""".strip().splitlines()


def tokenizer() -> Tokenizer:
    """A small word list of the T5 kind: pieces of words with a mark for the space, </s> at the end."""
    made = Tokenizer(Unigram())
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("  ", " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    trainer = trainers.UnigramTrainer(vocab_size=220, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False)
    made.train_from_iterator(WORDS * 3, trainer)
    # training leaves equals in any order; sorted, the same words give the same list
    pieces = json.loads(made.to_str())["model"]["vocab"]
    rest = sorted(((piece, round(score, 4)) for piece, score in pieces[3:]), key=lambda one: (-one[1], one[0]))
    made.model = Unigram([tuple(piece) for piece in pieces[:3]] + rest, unk_id=2)
    made.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    return made


def create(size: str, seed: int = 20_24) -> MusicgenForConditionalGeneration:
    torch.manual_seed(seed)
    wanted = SIZES[size]
    pad = wanted["decoder"]["vocab_size"]
    text = T5Config(vocab_size=224, feed_forward_proj="relu", dropout_rate=0.0, **wanted["text"])
    codec = EncodecConfig(
        target_bandwidths=[2.2],
        sampling_rate=32_000,
        audio_channels=1,
        normalize=False,
        upsampling_ratios=[8, 5, 4, 4],
        use_causal_conv=False,
        use_conv_shortcut=False,
        **wanted["codec"],
    )
    decoder = MusicgenDecoderConfig(
        max_position_embeddings=2048,
        num_codebooks=4,
        dropout=0.0,
        pad_token_id=pad,
        bos_token_id=pad,
        initializer_factor=wanted["spread"],
        **wanted["decoder"],
    )
    config = MusicgenConfig.from_sub_models_config(text, codec, decoder)
    config._attn_implementation = "eager"
    model = MusicgenForConditionalGeneration(config).eval()
    model.generation_config.decoder_start_token_id = pad
    model.generation_config.pad_token_id = pad
    model.generation_config.bos_token_id = pad
    with torch.no_grad():
        # T5's own start is made for a width of hundreds; the words must be heard in a narrow one too
        for parameter in model.text_encoder.parameters():
            if parameter.dim() > 1:
                parameter.copy_(torch.randn_like(parameter) * 0.3)
        _tune_codec(model.audio_encoder)
    return model


def _tune_codec(codec) -> None:
    """Codebooks spread as the encoder's output is, and a decoder at the level of music, so that codes say something."""
    seconds = torch.arange(32_000 * 4) / 32_000
    sound = (0.3 * torch.sin(2 * torch.pi * 220 * seconds * (1 + seconds)) + 0.05 * torch.randn_like(seconds))[None, None]
    inside = codec.encoder(sound)
    spread, centre = inside.std(dim=(0, 2)), inside.mean(dim=(0, 2))
    for level, layer in enumerate(codec.quantizer.layers):
        noise = torch.randn_like(layer.codebook.embed) * spread * 0.5**level
        layer.codebook.embed.copy_(noise + (centre if level == 0 else 0))
    codes = torch.randint(0, codec.config.codebook_size, (len(codec.quantizer.layers), 1, 200))
    loudness = codec.decoder(codec.quantizer.decode(codes)).std()
    last = codec.decoder.layers[-1].conv
    last.parametrizations.weight.original0.mul_(0.1 / loudness)
    last.bias.zero_()
