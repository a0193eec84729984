"""Keeps the libraries underneath from telling their makers about this machine.

Each of them reads its switch once, when it is imported or first used, so the switches are set before anything else of
this package is imported. Programs that are started from here inherit them.
"""

from __future__ import annotations

import os

SWITCHES = {
    # onnxruntime's Linux wheels write an identifier of this machine and send events from 1.27 on.
    "ORT_DISABLE_TELEMETRY": "1",
    "ORT_TELEMETRY_DISABLED": "1",
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",  # Hugging Face's hub client comes with Gradio.
    "HF_HUB_OFFLINE": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "SCARF_NO_ANALYTICS": "true",
    "DO_NOT_TRACK": "1",
}
"""Environment variable → the value that means “send nothing”."""


def switch_off() -> None:
    """Switch the telemetry of every dependency off, whatever the environment says."""
    os.environ.update(SWITCHES)
