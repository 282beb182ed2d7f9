"""The program as it is started: commands in processes of their own, with settings of their own."""

import os
import secrets
import subprocess
import sys

COMMAND = (sys.executable, "-c", "from kotacerdas.cli.main import run; run()")
STRONG = secrets.token_urlsafe(50)


def command(folder, *arguments, **settings):
    """The finished process; the environment has nothing of the tests' own site."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("KOTACERDAS", "D"))}
    own = {"KOTACERDAS_DATA": str(folder), "KOTACERDAS_SECRET_KEY": STRONG} | settings
    return subprocess.run(
        [*COMMAND, *arguments],
        env=inherited | own,
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
