"""A bundle of 400 files and 500 MB, against `zip -0` of the same folder on the disk."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.bundle"))
