"""The engine's tests use roots of their own, and nothing of the publication."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# The same histories in each run, so that a failure is a change's; ``--hypothesis-seed`` and
# HISTORIES (a number of them) look for others.
settings.register_profile(
    "histories",
    derandomize="HISTORIES" not in os.environ,
    max_examples=int(os.environ.get("HISTORIES", "16")),
    stateful_step_count=50,
    phases=set(Phase) - {Phase.explain},  # which takes minutes
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
