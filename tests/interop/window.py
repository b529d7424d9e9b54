#!/usr/bin/python3
"""What a screen reader sees of the program's window: window.py press|wait NAME.

press waits for a control with this accessible name and presses it; wait waits for one whose name or text holds NAME.
Ends with 1 and a list of the names there are when it does not come within 20 seconds."""
import sys
import time

import pyatspi

PATIENCE_S = 20


def walk(node):
    """All accessible objects below, in order; ones that go away while we look are passed over."""
    try:
        yield node
        for child in node:
            if child is not None:
                yield from walk(child)
    except (LookupError, RuntimeError):
        return


def controls():
    """Everything the program shows."""
    for program in pyatspi.Registry.getDesktop(0):
        if program is not None and program.name == "genie-monitor":
            yield from walk(program)


def is_showing(node):
    return node.getState().contains(pyatspi.STATE_SHOWING)


def text_of(node):
    try:
        return node.queryText().getText(0, -1)
    except NotImplementedError:
        return ""


def find(action, name):
    for node in controls():
        if not is_showing(node):
            continue
        if action == "wait" and (name in node.name or name in text_of(node)):
            return node
        if action == "press" and node.name == name and node.getState().contains(pyatspi.STATE_ENABLED):
            return node
    return None


def press(node):
    actions = node.queryAction()
    for index in range(actions.nActions):
        if actions.getName(index) == "Press":
            return actions.doAction(index)
    return False


def main():
    action, name = sys.argv[1:3]
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            node = find(action, name)
            if node is not None and (action == "wait" or press(node)):
                return 0
        except (LookupError, RuntimeError):
            pass
        time.sleep(0.1)
    print(f'no "{name}" in the window; there are:', file=sys.stderr)
    for node in controls():
        if node.name and is_showing(node):
            print(f"  {node.getRoleName()}: {node.name}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
