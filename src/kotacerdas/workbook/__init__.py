"""The spreadsheet a region's programme comes in and goes out with; see docs/workbook.md."""
