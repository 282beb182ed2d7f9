"""The list, gallery and likely twins of 5,000 innovations of 60 agencies, against a bare page."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.innovation_pages"))
