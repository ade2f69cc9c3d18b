"""`make bench`: each figure beside a peer or a limit, measured in the same run."""

from __future__ import annotations

import sys

from benchmarks import matching, startup, turns

PARTS = {"turns": turns.run, "matching": matching.run, "startup": startup.run}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    for name in wanted:
        print("\n".join(PARTS[name]()), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
