"""Serves a tiny random model with llama.cpp's server, until standard input ends."""
import pathlib
import socket
import sys
import tempfile

import gguf
import numpy
import xllamacpp

CONTEXT = 32_768
WIDTH, INNER, HEADS, LAYERS = 64, 128, 4, 2


def write(path):
    random = numpy.random.default_rng(1)
    weights = lambda *shape: (random.standard_normal(shape) * 0.05).astype(numpy.float32)
    ones = numpy.ones(WIDTH, numpy.float32)
    # A token for each byte, and one for each character of plain text.
    tokens = [b"<unk>", b"<s>", b"</s>"] + [b"<0x%02X>" % byte for byte in range(256)]
    kinds = [2, 3, 3] + [6] * 256
    tokens += ["\u2581".encode() if code == 32 else bytes([code]) for code in range(32, 127)]
    kinds += [1] * 95

    out = gguf.GGUFWriter(path, "llama")
    out.add_name("tiny")
    out.add_context_length(CONTEXT)
    out.add_embedding_length(WIDTH)
    out.add_block_count(LAYERS)
    out.add_feed_forward_length(INNER)
    out.add_head_count(HEADS)
    out.add_head_count_kv(HEADS)
    out.add_rope_dimension_count(WIDTH // HEADS)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_file_type(0)
    out.add_vocab_size(len(tokens))
    out.add_tokenizer_model("llama")
    out.add_token_list(tokens)
    out.add_token_scores([0.0] * len(tokens))
    out.add_token_types(kinds)
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    out.add_unk_token_id(0)
    out.add_chat_template(
        "{% for m in messages %}<s>{{ m['role'] }}: {{ m['content'] }}</s>{% endfor %}<s>assistant:"
    )
    out.add_tensor("token_embd.weight", weights(len(tokens), WIDTH))
    out.add_tensor("output_norm.weight", ones)
    out.add_tensor("output.weight", weights(len(tokens), WIDTH))
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        out.add_tensor(block + "attn_norm.weight", ones)
        out.add_tensor(block + "ffn_norm.weight", ones)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            out.add_tensor(block + name + ".weight", weights(WIDTH, WIDTH))
        out.add_tensor(block + "ffn_gate.weight", weights(INNER, WIDTH))
        out.add_tensor(block + "ffn_up.weight", weights(INNER, WIDTH))
        out.add_tensor(block + "ffn_down.weight", weights(WIDTH, INNER))
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


with tempfile.TemporaryDirectory() as place:
    model = str(pathlib.Path(place) / "tiny.gguf")
    write(model)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = xllamacpp.CommonParams()
    settings.model.path = model
    settings.model_alias = ["tiny"]
    settings.hostnames = ["127.0.0.1"]
    settings.port = port
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.use_jinja = True
    server = xllamacpp.Server(settings)
    print(server.listening_address)
    print("ready", flush=True)
    sys.stdin.read()
