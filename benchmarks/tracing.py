"""The trace of 300 programmes: made, packed and unpacked again."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.tracing"))
