"""The commands of this project: ``python3 tools/dev.py help`` lists them.

The Makefile calls this file, so that people without ``make`` have the same commands. It needs Python 3.11 and pip,
nothing else. This file keeps to words that an old Python understands, so that an old Python gets a plain sentence.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place where an older Python gets a sentence, not a traceback
    sys.exit(
        "Stackbook needs Python 3.11 or newer, and " + sys.executable + " is older: " + sys.version.split()[0] + "\n"
        "Name a newer one like this: make test PYTHON=python3.12"
    )

import commands

if __name__ == "__main__":
    sys.exit(commands.main(sys.argv[1:]))
