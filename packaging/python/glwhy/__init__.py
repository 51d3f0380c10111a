"""Why did GitLab say no to this token? The program is a binary: see `find` for where it is."""

from glwhy.place import find

__all__ = ["find"]
