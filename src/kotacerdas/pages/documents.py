"""The documents of a result that pages offer."""

# The files of a year and their icons, in the order in which the page offers them.
DOCUMENTS = (
    {"kind": "pdf", "icon": "file-type-pdf"},
    {"kind": "pptx", "icon": "presentation-analytics"},
    {"kind": "xlsx", "icon": "table"},
)
