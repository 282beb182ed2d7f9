"""A panel of 240 regions: all made anew, an assessor's next item, and the chair's page."""

import sys

from in_site import run_on_both

if __name__ == "__main__":
    sys.exit(run_on_both("bare_site.panel"))
