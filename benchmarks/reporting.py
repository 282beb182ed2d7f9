"""Maps of reports and a verifier's queue, against a signed-in page with the layout alone."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.reporting"))
