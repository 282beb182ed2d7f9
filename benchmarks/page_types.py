"""Each page type of 80 and of 2,000 programmes, against a signed-in page with the layout alone."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.page_types"))
