"""The overview and the list of 2,000 programmes over a slow line and on a slow machine."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.throttled"))
