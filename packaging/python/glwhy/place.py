"""Where the binary of this package is."""

import os
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
