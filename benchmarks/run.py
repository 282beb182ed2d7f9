"""Runs every benchmark in a process of its own; ends with 1 when one of them does."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import psutil

HERE = Path(__file__).parent
QUESTIONS = (
    "reading",
    "scoring",
    "innovation_index",
    "impact_survey",
    "likeness",
    "tracing",
    "documents",
    "pages",
    "page_types",
    "innovation_pages",
    "evaluation_pages",
    "panel",
    "bundle",
    "evaluation_dossier",
    "throttled",
    "typed_in",
    "importing",
    "reporting",
    "effective",
    "answering",
    "at_work",
)


def main() -> None:
    memory = psutil.virtual_memory().total / 1e9
    print(f"{platform.platform()}, {os.cpu_count()} cores, {memory:.0f} GB")
    failed = []
    for question in QUESTIONS:
        print(f"\n{question}", flush=True)
        call = [sys.executable, str(HERE / f"{question}.py"), *sys.argv[1:]]
        if subprocess.run(call, check=False).returncode:  # noqa: S603 - our own programs
            failed.append(question)
    print(f"\n{'all within their limits' if not failed else 'too slow: ' + ', '.join(failed)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
