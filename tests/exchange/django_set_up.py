"""Imported before all others where a process of its own begins."""

import django

django.setup()
