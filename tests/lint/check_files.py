#!/usr/bin/env python3
"""Checks what files contain: their size, marks of unfinished work, absolute paths, secrets, hosts of registries."""
import pathlib
import re
import subprocess
import sys

LIMITS = {".cpp": (400, 600), ".h": (150, 250)}
TEST_LIMITS = {".cpp": (600, 600), ".h": (250, 250)}
PATTERNS = [
    ("unfinished work", re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")),
    ("a skipped test", re.compile(r"\bQSK" r"IP\b")),
    ("a path of one machine", re.compile(r"(?<![\w.~$}])/(home|root|work|Users)/[\w.-]+")),
    ("a host of a registry", re.compile(r"registry\.npmjs|pypi\.org|files\.pythonhosted|deb\.debian\.org")),
    ("a JSON web token", re.compile(r"\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}")),
    ("a Supabase secret key", re.compile(r"\bsb_secret_[A-Za-z0-9]{16,}")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
]
TEXT = {".cpp", ".h", ".py", ".sh", ".mjs", ".js", ".txt", ".md", ".json", ".cmake", ".yml", ".in", ".qrc", ".svg", ""}
# Data that is kept as its owners wrote it.
FOREIGN = ("tests/data/ably/", "tests/interop/package-lock", "tests/bench/ablyjs/package-lock", "LICENSE")


def files_of(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True)
    if listed.returncode == 0 and listed.stdout:
        return [root / name for name in listed.stdout.splitlines() if (root / name).is_file()]
    return [f for f in root.rglob("*") if f.is_file() and "build" not in f.relative_to(root).parts]


def check(root):
    problems, warnings = [], []
    for file in sorted(files_of(root)):
        name = file.relative_to(root).as_posix()
        if file.suffix not in TEXT or name.startswith(FOREIGN):
            continue
        text = file.read_text(errors="replace")
        warn, fail = (TEST_LIMITS if name.startswith("tests/") else LIMITS).get(file.suffix, (10**9, 10**9))
        lines = text.count("\n")
        if lines > fail:
            problems.append(f"{name}: {lines} lines, more than {fail}: it has a second job, split it")
        elif lines > warn:
            warnings.append(f"{name}: {lines} lines, more than {warn}")
        for number, line in enumerate(text.splitlines(), 1):
            for what, pattern in PATTERNS:
                if pattern.search(line):
                    problems.append(f"{name}:{number}: {what}")
    return problems, warnings


if __name__ == "__main__":
    found, near = check(pathlib.Path(sys.argv[1]))
    print("\n".join(f"warning: {line}" for line in near))
    print("\n".join(found) if found else "files: sizes, paths and contents are in order")
    sys.exit(1 if found else 0)
