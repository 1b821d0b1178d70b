"""What a screen reader gets from the studio through AT-SPI (Debian: python3-pyatspi, at-spi2-core).

read.py tree            the outline of the open song, a line for each row and each item: role, name, states
read.py listen SECONDS  what the focus comes to, as it comes: role, name
"""

import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import GLib  # noqa: E402
import pyatspi  # noqa: E402


def studio():
    for app in pyatspi.Registry.getDesktop(0):
        if app and ("segno" in app.name.lower() or "electron" in app.name.lower()):
            return app
    names = [app.name for app in pyatspi.Registry.getDesktop(0) if app]
    sys.exit(f"The studio is not on the accessibility bus. There are: {names}")


def words(one):
    known = ((pyatspi.STATE_SELECTED, "selected"), (pyatspi.STATE_FOCUSED, "focused"))
    states = [f"({word})" for state, word in known if one.getState().contains(state)]
    return " ".join([f"[{one.getRoleName()}]", one.name or text_of(one), *states])


def text_of(one):
    try:
        return one.queryText().getText(0, -1)
    except NotImplementedError:
        return ""


def find(one, wanted, depth=0):
    if wanted(one):
        return one
    if depth > 60:
        return None
    for child in one:
        found = find(child, wanted, depth + 1) if child else None
        if found:
            return found
    return None


def tree():
    outline = find(studio(), lambda one: (one.name or "").startswith("Outline of"))
    if not outline:
        sys.exit("There is no outline: no song is open.")
    print(words(outline), "—", outline.description)
    for row in outline:
        print(" ", words(row))
        for cell in row:
            print("   ", words(cell))


def listen(seconds):
    def heard(event):
        if event.detail1 == 1:
            print(words(event.source), flush=True)

    pyatspi.Registry.registerEventListener(heard, "object:state-changed:focused")
    GLib.timeout_add_seconds(seconds, lambda: pyatspi.Registry.stop() or False)
    print("listening", flush=True)
    pyatspi.Registry.start()


if sys.argv[1:2] == ["tree"]:
    tree()
elif sys.argv[1:2] == ["listen"] and len(sys.argv) == 3:
    listen(int(sys.argv[2]))
else:
    sys.exit(__doc__)
