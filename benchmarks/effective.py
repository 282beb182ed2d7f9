"""What counts of 24,000 reported values over as many imported rows, on both databases."""

import sys

from in_site import run_on_both

if __name__ == "__main__":
    sys.exit(run_on_both("bare_site.effective"))
