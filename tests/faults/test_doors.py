"""Nobody reads a file that was sent but through the other process."""

import ast
from pathlib import Path

SOURCE = Path("src/kotacerdas")
READERS = {
    ("kotacerdas.workbook.reading", "read"),
    ("kotacerdas.workbook.reading", "read_bytes"),
    ("kotacerdas.workbook.report_reading", "read_reports"),
    ("kotacerdas.workbook.scores", "read_scores"),
    ("kotacerdas.workbook.tables", "load"),
    ("kotacerdas.workbook.tables", "parse"),
    ("python_calamine", "CalamineWorkbook"),
}


def test_pages_and_commands_read_workbooks_in_the_other_process_alone():
    others = [path for path in SOURCE.rglob("*.py") if path.parent.name != "workbook"]
    imported = {
        (path.relative_to(SOURCE), node.module, name.name)
        for path in others
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }

    assert not [(path, name) for path, module, name in imported if (module, name) in READERS]
    doors = {str(path.parent) for path, module, _ in imported if module and "isolated" in module}
    assert doors == {"cli", "exchange", "exchange/management/commands", "panel/views"}
