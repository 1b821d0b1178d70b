"""MusicGen as the four graphs that Segno Studio runs, traced from the modules of the transformers package."""

import copy
import hashlib
import math
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from transformers.models.encodec.modeling_encodec import EncodecConv1d

OPSET = 17


class Positions(nn.Module):
    """Sinusoidal positions computed where they are used: no table in the graph, and no end at its last row."""

    def __init__(self, width: int):
        super().__init__()
        half = width // 2
        self.register_buffer("rates", torch.exp(torch.arange(half).float() * -(math.log(10000) / (half - 1))), persistent=False)

    def forward(self, input_ids, past_key_values_length=0):
        places = (torch.arange(input_ids.shape[-1]) + past_key_values_length).float()
        angles = places[:, None] * self.rates.float()[None]
        return torch.cat([torch.cos(angles), torch.sin(angles)], dim=1)


class TextEncoder(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.encoder = model.text_encoder

    def forward(self, input_ids, attention_mask):
        return self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


class Decoder(nn.Module):
    """One run of the language model; `past` is flat: four tensors a layer (decoder key, value, encoder key, value)."""

    def __init__(self, model):
        super().__init__()
        self.projection = getattr(model, "enc_to_dec_proj", None)
        self.decoder = copy.deepcopy(model.decoder)
        config = self.decoder.config
        self.dtype = next(self.decoder.parameters()).dtype
        positions = Positions(config.hidden_size)
        self.decoder.model.decoder.embed_positions = positions
        dtype = self.dtype
        positions.register_forward_hook(lambda _module, _inputs, output: output.to(dtype))

    def run(self, input_ids, encoder_hidden_states, encoder_attention_mask, past):
        states = self.projection(encoder_hidden_states) if self.projection is not None else encoder_hidden_states
        states = states * encoder_attention_mask[..., None].to(self.dtype)
        out = self.decoder(
            input_ids=input_ids,
            encoder_hidden_states=states,
            encoder_attention_mask=encoder_attention_mask,
            past_key_values=past,
            use_cache=True,
            return_dict=True,
        )
        return out.logits, out.past_key_values


class FirstRun(Decoder):
    def forward(self, input_ids, encoder_hidden_states, encoder_attention_mask):
        logits, presents = self.run(input_ids, encoder_hidden_states, encoder_attention_mask, None)
        return (logits, *[tensor for layer in presents for tensor in layer])


class NextRun(Decoder):
    def forward(self, input_ids, encoder_hidden_states, encoder_attention_mask, *past):
        layers = tuple(tuple(past[at : at + 4]) for at in range(0, len(past), 4))
        logits, presents = self.run(input_ids, encoder_hidden_states, encoder_attention_mask, layers)
        # the encoder's keys and values went in unchanged; they do not come out again
        return (logits, *[tensor for layer in presents for tensor in layer[:2]])


def _whole_frames(module: EncodecConv1d) -> None:
    """
    The reference pads every convolution so that the last hop is full, from lengths that tracing would bake in. Sound whose length is a
    multiple of the hop needs no such padding anywhere, so the graph works for every number of whole frames.
    """
    conv = module.conv
    total = (conv.kernel_size[0] - 1) * conv.dilation[0] + 1 - conv.stride[0]
    pads = (total, 0) if module.causal else (total - total // 2, total // 2)

    def forward(hidden_states):
        padded = nn.functional.pad(hidden_states, pads, mode=module.pad_mode if module.pad_mode == "reflect" else "constant")
        return conv(padded)

    module.forward = forward


def plain_codec(model):
    """A copy of the codec without weight normalisation, its convolutions ready for any number of whole frames."""
    codec = copy.deepcopy(model.audio_encoder).eval()
    for module in codec.modules():
        if torch.nn.utils.parametrize.is_parametrized(module):
            torch.nn.utils.parametrize.remove_parametrizations(module, "weight")
    for module in list(codec.modules()):
        if isinstance(module, EncodecConv1d):
            _whole_frames(module)
    return codec


class CodecDecoder(nn.Module):
    def __init__(self, codec):
        super().__init__()
        self.codec = codec

    def forward(self, audio_codes):
        return self.codec.decoder(self.codec.quantizer.decode(audio_codes[0].transpose(0, 1)))


class CodecEncoder(nn.Module):
    def __init__(self, codec):
        super().__init__()
        self.codec = codec

    def forward(self, input_values):
        codes = self.codec.quantizer.encode(self.codec.encoder(input_values), self.codec.config.target_bandwidths[-1])
        return codes.transpose(0, 1)[None]


def _export(module, inputs, path, input_names, output_names, dynamic_axes):
    module.eval()
    # under no_grad the tracer keeps in-place work on parameters apart and the graph comes out wrong
    with torch.enable_grad():
        torch.onnx.export(
            module,
            inputs,
            str(path),
            input_names=input_names,
            output_names=output_names,
            dynamic_axes=dynamic_axes,
            opset_version=OPSET,
            do_constant_folding=True,
            dynamo=False,
        )



def compact(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph without the tracer's notes: short names, no source lines, no intermediate shapes."""
    graph = model.graph
    fixed = {value.name for value in [*graph.input, *graph.output]}
    short: dict[str, str] = {}

    def name_of(name: str) -> str:
        if name == "" or name in fixed:
            return name
        return short.setdefault(name, f"n{len(short)}")

    def tidy(part: onnx.GraphProto) -> None:
        del part.value_info[:]
        for tensor in part.initializer:
            tensor.name, tensor.doc_string = name_of(tensor.name), ""
        for node in part.node:
            node.name, node.doc_string = "", ""
            del node.metadata_props[:]
            node.input[:] = [name_of(name) for name in node.input]
            node.output[:] = [name_of(name) for name in node.output]
            for attribute in node.attribute:
                if attribute.HasField("g"):
                    tidy(attribute.g)
        if part is not graph:
            for value in part.output:
                value.name = name_of(value.name)

    tidy(graph)
    del model.metadata_props[:]
    return model


def past_names(layers: int, word: str):
    return [f"{word}.{i}.{side}.{what}" for i in range(layers) for side in ("decoder", "encoder") for what in ("key", "value")]


def export_text_encoder(model, path):
    ids = torch.ones(1, 7, dtype=torch.long)
    axes = {0: "batch", 1: "text"}
    _export(
        TextEncoder(model),
        (ids, torch.ones_like(ids)),
        path,
        ["input_ids", "attention_mask"],
        ["last_hidden_state"],
        {"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes},
    )
    save(compact(onnx.load(path)), path)


def export_codec(model, decode_path, encode_path):
    codec = plain_codec(model)
    config = codec.config
    hop = math.prod(config.upsampling_ratios)
    codes = torch.randint(0, config.codebook_size, (1, 1, codec.quantizer.num_quantizers, 23))
    _export(
        CodecDecoder(codec),
        (codes,),
        decode_path,
        ["audio_codes"],
        ["audio_values"],
        {"audio_codes": {1: "batch", 3: "frames"}, "audio_values": {0: "batch", 2: "samples"}},
    )
    _export(
        CodecEncoder(codec),
        (torch.randn(1, 1, hop * 23),),
        encode_path,
        ["input_values"],
        ["audio_codes"],
        {"input_values": {2: "samples"}, "audio_codes": {3: "frames"}},
    )
    for path in (decode_path, encode_path):
        save(compact(onnx.load(path)), path)


def export_decoder(model, path, scratch: Path):
    """Both runs are traced alone and joined under one `If`, with every weight held once."""
    config = model.decoder.config
    layers, heads = config.num_hidden_layers, config.num_attention_heads
    size = config.hidden_size // heads
    codebooks, text_width = config.num_codebooks, model.text_encoder.config.d_model
    dtype = next(model.decoder.parameters()).dtype
    states = torch.randn(2, 6, text_width, dtype=dtype)
    mask = torch.ones(2, 6, dtype=torch.long)
    mask[1] = 0
    names = ["input_ids", "encoder_hidden_states", "encoder_attention_mask"]
    axes = {
        "input_ids": {0: "rows", 1: "steps"},
        "encoder_hidden_states": {0: "batch", 1: "text"},
        "encoder_attention_mask": {0: "batch", 1: "text"},
        "logits": {0: "rows", 1: "steps"},
    }
    presents = past_names(layers, "present")
    pasts = past_names(layers, "past_key_values")
    present_axes = {name: {0: "batch", 2: "text" if ".encoder." in name else "length"} for name in presents}
    past_axes = {name: {0: "batch", 2: "text" if ".encoder." in name else "past"} for name in pasts}

    first_path, next_path = scratch / "first.onnx", scratch / "next.onnx"
    ids = torch.randint(0, config.vocab_size, (2 * codebooks, 5))
    first = FirstRun(model).eval()
    _export(first, (ids, states, mask), first_path, names, ["logits", *presents], {**axes, **present_axes})
    past = tuple(
        torch.randn(2, heads, 6 if ".encoder." in name else 5, size, dtype=dtype) for name in pasts
    )
    own_presents = [name for name in presents if ".decoder." in name]
    _export(
        NextRun(model).eval(),
        (torch.randint(0, config.vocab_size, (2 * codebooks, 1)), states, mask, *past),
        next_path,
        [*names, *pasts],
        ["logits", *own_presents],
        {**axes, **past_axes, **{name: present_axes[name] for name in own_presents}},
    )
    save(compact(merge(onnx.load(first_path), onnx.load(next_path), model, dtype)), path)


def save(model: onnx.ModelProto, path):
    size = sum(len(tensor.raw_data) for tensor in model.graph.initializer)
    if size < 1_900_000_000:
        return onnx.save(model, path)
    onnx.save(model, path, save_as_external_data=True, all_tensors_to_one_file=True, location=f"{Path(path).name}_data", size_threshold=1024)


def _prefixed(graph: onnx.GraphProto, prefix: str, keep: set, renamed: dict) -> list:
    """Nodes with their own names made unique; names in `keep` stay (inputs of the whole graph), initialisers go by `renamed`."""

    def name_of(name: str) -> str:
        if name == "" or name in keep:
            return name
        return renamed.get(name, prefix + name)

    nodes = []
    for node in graph.node:
        own = copy.deepcopy(node)
        own.name = prefix + node.name
        own.input[:] = [name_of(name) for name in node.input]
        own.output[:] = [name_of(name) for name in node.output]
        for attribute in own.attribute:
            if attribute.HasField("g"):
                raise ValueError("a branch with branches of its own is not expected here")
        nodes.append(own)
    return nodes


def merge(first: onnx.ModelProto, following: onnx.ModelProto, model, dtype) -> onnx.ModelProto:
    config = model.decoder.config
    layers, heads = config.num_hidden_layers, config.num_attention_heads
    size, codebooks = config.hidden_size // heads, config.num_codebooks
    width = model.text_encoder.config.d_model
    element = TensorProto.FLOAT16 if dtype == torch.float16 else TensorProto.FLOAT

    weights, renamed_of = {}, []
    for graph in (first.graph, following.graph):
        renamed = {}
        for tensor in graph.initializer:
            array = numpy_helper.to_array(tensor)
            key = hashlib.sha256(f"{array.dtype}{array.shape}".encode() + array.tobytes()).hexdigest()
            if key not in weights:
                own = copy.deepcopy(tensor)
                own.name = f"weight_{len(weights)}"
                weights[key] = own
            renamed[tensor.name] = weights[key].name
        renamed_of.append(renamed)

    info = helper.make_tensor_value_info
    pasts, presents = past_names(layers, "past_key_values"), past_names(layers, "present")

    def past_shape(name, length):
        return ["batch", heads, "text" if ".encoder." in name else length, size]

    inputs = [
        info("input_ids", TensorProto.INT64, ["rows", "steps"]),
        info("encoder_hidden_states", element, ["batch", "text", width]),
        info("encoder_attention_mask", TensorProto.INT64, ["batch", "text"]),
        *[info(name, element, past_shape(name, "past")) for name in pasts],
        info("use_cache_branch", TensorProto.BOOL, [1]),
    ]
    keep = {value.name for value in inputs}
    branches = []
    for graph, renamed, prefix in zip((first.graph, following.graph), renamed_of, ("first/", "next/")):
        nodes = _prefixed(graph, prefix, keep, renamed)
        made = {name for node in nodes for name in node.output}
        outputs = []
        for name in ["logits", *presents]:
            if prefix + name not in made:
                # dummies: the caller keeps the encoder's keys and values of the first run
                blank = helper.make_tensor(f"{prefix}{name}/blank", element, [0, heads, 1, size], b"", raw=True)
                nodes.append(helper.make_node("Constant", [], [prefix + name], name=f"{prefix}{name}/constant", value=blank))
            shape = ["rows", "steps", config.vocab_size] if name == "logits" else [None, heads, None, size]
            outputs.append(info(prefix + name, element, shape))
        branches.append(helper.make_graph(nodes, f"{prefix}branch", [], outputs))

    outputs = [
        info("logits", element, ["rows", "steps", config.vocab_size]),
        *[info(name, element, [None, heads, None, size]) for name in presents],
    ]
    choice = helper.make_node("Squeeze", ["use_cache_branch"], ["use_cache_branch/scalar"], name="choice")
    switch = helper.make_node(
        "If", ["use_cache_branch/scalar"], [value.name for value in outputs], name="switch", then_branch=branches[1], else_branch=branches[0]
    )
    graph = helper.make_graph([choice, switch], "musicgen_decoder_merged", inputs, outputs, initializer=list(weights.values()))
    merged = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=first.ir_version, producer_name="segno-studio")
    assert codebooks == 4 or codebooks == 8
    return merged
