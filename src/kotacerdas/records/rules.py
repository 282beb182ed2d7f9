"""What a region may be called by."""

import re

# As the government numbers them, 33.25. No address of the site begins with a digit, so no region
# can ever take one away.
CODE_LENGTH = 20
_CODE = re.compile(rf"[0-9][0-9A-Za-z.-]{{0,{CODE_LENGTH - 1}}}", re.ASCII)


def is_region_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None
