"""Print the address of a PostgreSQL to test on: DATABASE_URL's, else a local one that answers."""

import os

import psycopg

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"

url = os.environ.get("DATABASE_URL", LOCAL)
if url.startswith("postgres"):
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        pass
    else:
        print(url)
