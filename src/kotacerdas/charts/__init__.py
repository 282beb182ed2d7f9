"""Pictures of a scorecard: one Vega-Lite specification each, for page, PDF and slide alike.

The specifications are plain dictionaries: the tests hold them against Altair's schema, and a
program that only draws them does not wait a second for Altair to be imported.
"""
