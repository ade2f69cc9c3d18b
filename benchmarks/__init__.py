"""What is measured, runs as the bot runs: bot.__main__ gives numpy one thread as well."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
