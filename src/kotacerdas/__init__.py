"""Kota Cerdas: a region's smart-city programme, from masterplan to evaluated result."""

from importlib.metadata import version

__version__ = version("kotacerdas")
