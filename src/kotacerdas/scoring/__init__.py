"""What a number means: pure functions over polars frames. The formulas: docs/methodology.md."""
