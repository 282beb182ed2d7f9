"""300 answers to a survey within a minute from 50 phones, on both databases."""

import sys

from in_site import run_on_both

if __name__ == "__main__":
    sys.exit(run_on_both("bare_site.answering"))
