"""What the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotacerdas.config.settings")
application = get_wsgi_application()

# An import makes objects by the ten thousand that all live to its end; to look through them, and
# through what was loaded at the start, for cycles would be a third of its time.
gc.freeze()
gc.set_threshold(100_000, 20, 20)
