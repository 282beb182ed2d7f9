"""A grid of 1,000 changed cells saved, against `bulk_update` of them with its entry in the log."""

import sys

from in_site import run_on_both

if __name__ == "__main__":
    sys.exit(run_on_both("bare_site.typed_in"))
