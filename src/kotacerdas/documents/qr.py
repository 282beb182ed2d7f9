"""The address of a result as a picture that a telephone reads."""

import io

import segno

_QUIET = 2  # modules of white around it; the page's own white adds to them


def qr_code(address: str) -> str:
    """The QR code as SVG, the same for the same address."""
    stream = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(stream, kind="svg", border=_QUIET, xmldecl=False, svgns=True, light="#fff")
    return stream.getvalue().decode()
