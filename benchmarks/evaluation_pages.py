"""The binder of an evaluation with 400 pieces of evidence, against a bare page."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.evaluation_pages"))
