#!/usr/bin/env python3
"""Checks every #include of ours against layers.txt, and that includes are written from the top of the tree."""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
QT_SCREEN = re.compile(r"^\s*#\s*include\s+<(QtWidgets/|QWidget|QApplication|QMainWindow|QPainter|QtGui/|QGui)", re.M)


def read_rules(path):
    rules = []
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            folder, _, rest = line.partition(":")
            words = rest.split()
            rules.append((folder, [w for w in words if w[0] != "!"], [w[1:] for w in words if w[0] == "!"]))
    # The most exact folder decides.
    return sorted(rules, key=lambda rule: -len(rule[0]))


def is_below(name, prefix):
    return name == prefix or name.startswith(prefix + "/")


def check(root):
    rules = read_rules(root / "tests/lint/layers.txt")
    problems = []
    for top in ("core", "ui", "app", "tests"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            name = file.relative_to(root).as_posix()
            rule = next((r for r in rules if is_below(name, r[0])), None)
            text = file.read_text()
            if rule is None:
                problems.append(f"{name}: no rule in layers.txt covers this folder")
                continue
            folder, allowed, denied = rule
            own = name.rsplit("/", 1)[0]
            if name.startswith("core/") and QT_SCREEN.search(text):
                problems.append(f"{name}: core must not know the screen")
            for included in INCLUDE.findall(text):
                if included.endswith(".moc") or included.startswith(("moc_", "ui_")):
                    continue
                if not (root / included).exists():
                    problems.append(f'{name}: "{included}" is not written from the top of the tree')
                elif is_below(included, own):
                    continue
                elif any(is_below(included, d) for d in denied) or not any(is_below(included, a) for a in allowed):
                    problems.append(f"{name}: may not include {included}")
    return problems


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]))
    print("\n".join(found) if found else "layers: every include is allowed")
    sys.exit(1 if found else 0)
