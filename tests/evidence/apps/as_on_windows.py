"""python as_on_windows.py MODULE ...: python -m MODULE ..., without the modules that Python lacks on Windows."""

import runpy
import sys


class Lacking:
    """An importer that finds nothing under the names of what only Unix has."""

    names = {"fcntl", "grp", "pwd", "resource", "syslog", "termios", "tty", "uvloop"}

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Lacking())
for name in Lacking.names:
    sys.modules.pop(name, None)
sys.path.insert(0, "")
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
