"""The lists of a year: each a table of its own columns over the rows of the page's result."""
