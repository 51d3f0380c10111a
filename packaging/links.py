#!/usr/bin/env python3
"""Make the links of README.md whole, for the pages of package registries, which know nothing of the files beside it.

    links.py README.md [ADDRESS]

Prints the text with each link to a file of the project as one below ADDRESS (https://HOST/GROUP/PROJECT, as in
CI_PROJECT_URL); without an address, a link becomes its text alone.
"""
import re
import sys
from pathlib import Path

LINK = re.compile(r"\[([^\]]+)\]\((?!https?://|#)([^)]+)\)")


def whole(text, address):
    def link(found):
        words, file = found.groups()
        return f"[{words}]({address.rstrip('/')}/-/blob/HEAD/{file})" if address else words

    return LINK.sub(link, text)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.stdout.write(whole(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2] if sys.argv[2:] else ""))
