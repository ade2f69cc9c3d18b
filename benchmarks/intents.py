"""Any knowledge folder, not only ours: one made from a public set of intents, asked as `python -m bot ask --json -`.

    python -m benchmarks.intents data_small.json [--learn train] [--ask test] [--phrasings 10] [--draws 3]

The file is as CLINC150 is published (Larson et al. 2019, CC BY 3.0): {"train": [[text, intent], …], "oos_test": …}.
Of each intent a few texts, drawn at random, become the wordings of an entry; the others are asked, and all that is out
of scope. The set is not kept here: https://github.com/clinc/oos-eval.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Pair = tuple[str, str]
SHORT = "This entry stands for one intent."
SOURCE = {
    "set": {
        "title": "A public set of intents",
        "publisher": "Its authors",
        "kind": "charity",
        "url": "https://example.org/set",
        "published": 2019,
        "checked_on": "2026-11-01",
    }
}
MOST_ASKED = 10  # of each intent


class Drawn(NamedTuple):
    """The wordings of each intent, what is asked with the intent meant, and what is out of scope."""

    wordings: Mapping[str, Sequence[str]]
    asked: Sequence[Pair]
    outside: Sequence[str]


class Measured(NamedTuple):
    """Shares, all between 0 and 1."""

    first: float
    three: float
    right: float
    wrong: float
    outside_answered: float
    apart: float  # AUROC of the score, in scope against out of scope


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("--learn", default="train", help="the part the wordings are drawn from")
    asked.add_argument("--ask", default="test", help="the part that is asked, less what became a wording")
    asked.add_argument("--phrasings", type=int, default=10)
    asked.add_argument("--draws", type=int, default=3)
    wanted = asked.parse_args()
    parts = json.loads(wanted.file.read_text(encoding="utf-8"))
    for semantic in ("off", "auto"):
        found = [
            measured(drawn(parts, wanted.learn, wanted.ask, wanted.phrasings, seed), semantic)
            for seed in range(wanted.draws)
        ]
        mean = Measured(*np.mean(found, axis=0))
        print(
            f"better matching {semantic:4}  first {mean.first:.3f}  within three {mean.three:.3f}  "
            f"answered right {mean.right:.3f}, wrong {mean.wrong:.3f}  "
            f"out of scope answered {mean.outside_answered:.3f}, AUROC {mean.apart:.3f}",
            flush=True,
        )


def drawn(parts: Mapping[str, Sequence[Pair]], learn: str, ask: str, phrasings: int, seed: int) -> Drawn:
    """Another choice of wordings for each seed."""
    draw = random.Random(seed)
    texts = _by_intent(parts[learn])
    for many in texts.values():
        draw.shuffle(many)
    wordings = {intent: many[:phrasings] for intent, many in texts.items()}
    left = texts if learn == ask else _by_intent(parts[ask])
    asked = [
        (text, intent)
        for intent, many in left.items()
        for text in [one for one in many if one not in wordings[intent]][:MOST_ASKED]
    ]
    outside = [text for part in parts if part.startswith("oos") for text, _ in parts[part]]
    return Drawn(wordings, asked, outside)


def measured(set_: Drawn, semantic: str) -> Measured:
    """What the bot makes of a set, as a process on a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        knowledge = Path(folder) / "knowledge"
        write(set_, knowledge)
        answers = _ask(knowledge, Path(folder) / "data", semantic, [text for text, _ in set_.asked])
        outside = _ask(knowledge, Path(folder) / "data", semantic, set_.outside)
    meant = [_name(intent) for _, intent in set_.asked]
    ranked = [[one["entry"] for one in answer["candidates"]] for answer in answers]
    outright = [answer["entry"] if answer["kind"] == "answer" else None for answer in answers]
    return Measured(
        first=_share(names[:1] == [name] for names, name in zip(ranked, meant, strict=True)),
        three=_share(name in names[:3] for names, name in zip(ranked, meant, strict=True)),
        right=_share(given == name for given, name in zip(outright, meant, strict=True)),
        wrong=_share(given not in {None, name} for given, name in zip(outright, meant, strict=True)),
        outside_answered=_share(answer["kind"] == "answer" for answer in outside),
        apart=_apart([one["score"] for one in answers], [one["score"] for one in outside]),
    )


def write(set_: Drawn, folder: Path) -> None:
    """A knowledge folder with an entry for each intent."""
    entries = {
        _name(intent): {
            "question": f"{texts[0]}?",
            "also_asked": list(texts[1:]),
            "short": SHORT,
            "sources": list(SOURCE),
            "reviewed": "2026-11-01",
        }
        for intent, texts in set_.wordings.items()
    }
    folder.mkdir(parents=True)
    for name, content in (
        ("intents.yaml", {"title": "Intents", "entries": entries}),
        ("sources.yaml", SOURCE),
    ):
        written = json.dumps(content, ensure_ascii=False, indent=1)  # which is YAML, too
        (folder / name).write_text(written, encoding="utf-8")


def _ask(knowledge: Path, data: Path, semantic: str, questions: Sequence[str]) -> list[dict[str, Any]]:
    environment = {
        **os.environ,
        "SIGNPOST_KNOWLEDGE": str(knowledge),
        "SIGNPOST_DATA_DIR": str(data),
        "SIGNPOST_SEMANTIC": semantic,
    }
    told = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        input="\n".join(questions) + "\n",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        sys.exit(f"the bot does not take the folder:\n{told.stderr or told.stdout}")
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(answers) == len(questions)
    return answers


def _by_intent(pairs: Sequence[Pair]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for text, intent in pairs:
        texts.setdefault(intent, []).append(text)
    return texts


def _name(intent: str) -> str:
    return intent.replace("_", "-")


def _share(found: Iterable[bool]) -> float:
    return float(np.mean(list(found)))


def _apart(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How often a question in scope scores higher than one out of scope."""
    above = np.asarray(inside)[:, None] - np.asarray(outside)[None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


if __name__ == "__main__":
    main()
