"""How hard to try with made-up input: the same examples each time, so that no change fails by bad luck.

`make soak` looks further, with fresh ones: what it finds is added to its test as an `@example`.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.register_profile("wide", max_examples=3000, database=None, deadline=None)
settings.load_profile("steady")
