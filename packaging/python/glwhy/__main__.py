"""`python -m glwhy`: the binary of this package, with the same arguments, streams, and exit code."""

import os
import sys
import sysconfig
from pathlib import Path


def find() -> Path:
    """The binary that was installed with this package.

    Raises FileNotFoundError where it is gone: the package was installed by hand, or into a folder that was moved.
    """
    name = "glwhy" + (sysconfig.get_config_var("EXE") or "")
    beside = Path(__file__).resolve().parent.parent
    folders = [
        sysconfig.get_path("scripts"),
        # pip install --user
        sysconfig.get_path("scripts", "nt_user" if os.name == "nt" else "posix_user"),
        # pip install --target
        beside / "bin",
    ]
    for folder in folders:
        if folder and (Path(folder) / name).is_file():
            return Path(folder) / name
    raise FileNotFoundError(
        "glwhy: the program is not in " + ", ".join(map(str, folders)) + ": install the package again"
    )


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
    import subprocess

    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
