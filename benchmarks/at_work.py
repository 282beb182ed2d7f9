"""200 people at once for a minute, on SQLite, and on PostgreSQL where a server answers."""

import sys

from in_site import run_on_both

if __name__ == "__main__":
    sys.exit(run_on_both("bare_site.at_work"))
