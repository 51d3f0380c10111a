"""`python -m glwhy`: the binary of this package, with the same arguments, streams, and exit code."""

import os
import subprocess
import sys

from glwhy.place import find


def main() -> int:
    """Runs the program in the place of this process, or, on Windows, waits for it."""
    try:
        program = str(find())
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    command = [program, *sys.argv[1:]]
    if os.name != "nt":
        os.execv(program, command)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
