"""Make the environment: .venv with what the lock file names and wushi itself; says in a sentence what is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WITH_TOOLS = "--with-tools" in sys.argv
WITH_SPARK = "--with-spark" in sys.argv  # onto the tools: what its tests need, some 450 MB
LOCK = f"requirements/{'spark' if WITH_SPARK else 'dev' if WITH_TOOLS else 'core'}.lock"


def stop(sentence: str) -> None:
    sys.exit(f"wushi: {sentence}")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  an old Python has to be told, not shown a traceback
        stop(
            f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}. "
            "Install it (Debian: apt install python3.11 python3.11-venv) or name one: make run PYTHON=/path/to/python3.11"
        )
    began = time.monotonic()
    print(
        "正在准备环境，第一次约需一两分钟 / preparing the environment, a minute or two the first time", file=sys.stderr
    )
    bin = VENV / "bin"
    if not (bin / "python").exists():
        done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if done.returncode:
            stop(
                f"the virtual environment could not be made. Debian needs: apt install python3-venv. {done.stderr.strip()}"
            )
    lock = ["-r", str(ROOT / LOCK)]
    uv = shutil.which("uv")
    python = str(bin / "python")
    if uv:
        install = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", *lock]
        this = [uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "-e", str(ROOT)]
    else:
        pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        install = [*pip, "--require-hashes", *lock]
        this = [*pip, "--no-deps", "-e", str(ROOT)]
    for command in (install, this):
        if subprocess.run(command, check=False).returncode:
            stop("the packages could not be installed; the message stands above. Is the package index reachable?")
    (VENV / (".installed-spark" if WITH_SPARK else ".installed-tools" if WITH_TOOLS else ".installed")).touch()
    print(f"环境就绪（{time.monotonic() - began:.0f} 秒） / environment ready", file=sys.stderr)


main()
