"""Deck, report and annex of an evaluation with 400 pieces of evidence, when warm."""

import sys

from in_site import run

if __name__ == "__main__":
    sys.exit(run("bare_site.evaluation_dossier"))
