"""The settings of languages.toml in a real Helix, inside tmux.

usage: python3 test.py LANGUAGES.toml DRAFTS HX SERVER
DRAFTS holds copies of seeds/drafts and may be written to; SERVER takes the place of `policy-ls` on the PATH.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

languages, drafts, hx, server = (pathlib.Path(it).resolve() for it in sys.argv[1:5])
home = pathlib.Path(os.environ["HOME"])
(home / "config/helix").mkdir(parents=True)
shutil.copy(languages, home / "config/helix/languages.toml")
(home / "config/helix/config.toml").write_text("editor.soft-wrap.enable = true\neditor.lsp.display-inlay-hints = true\n")
(home / "bin").mkdir()
(home / "bin/policy-ls").symlink_to(server)
environment = {**os.environ, "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "XDG_CONFIG_HOME": str(home / "config"), "TERM": "xterm-256color"}
SOCKET = ["tmux", "-L", f"policy-ls-{os.getpid()}", "-f", "/dev/null"]
passed = failed = 0


def tmux(*words):
    return subprocess.run([*SOCKET, *words], check=True, capture_output=True, text=True, env=environment).stdout


def keys(*words):
    tmux("send-keys", "-t", "hx", *words)


def check(name, pattern, seconds=20):
    global passed, failed
    end = time.monotonic() + seconds
    while not (found := re.search(pattern, screen := tmux("capture-pane", "-p", "-t", "hx"))) and time.monotonic() < end:
        time.sleep(0.05)
    found = bool(found)
    passed, failed = passed + found, failed + (not found)
    print(f"{'ok  ' if found else 'FAIL'} {name}{'' if found else chr(10) + screen}", flush=True)


health = subprocess.run([hx, "--health", "markdown"], capture_output=True, text=True, env=environment).stdout
passed, failed = ("policy-ls" in health, "policy-ls" not in health)
print("ok  " if passed else "FAIL", "hx --health knows the server", "" if passed else health)
tmux("new-session", "-d", "-s", "hx", "-x", "120", "-y", "40", "-c", str(drafts), str(hx), "-v", "legal-framework.md")
try:
    check("opens", "legal-framework.md")
    keys(":40", "Enter")
    check("is at line 40", "40:1")
    check("finds something", r"● \d.* 1 sel")
    check("shows where a quotation stands", r"retold from")
    keys("Space", "d")
    check("lists the findings", r"\d/\d.*\n(.*\n)+.*date-conflict")
    keys("July 2002")
    check("narrows them down", r"July 2002 +1/\d")
    keys("Enter")
    check("goes to it", r"40:(9\d|10\d)")
    check("and shows what the source has", "July 2001")
    keys("Space", "a")
    check("offers the source’s date", "Take the source.s date: July 2001")
    keys("C-c", ":36", "Enter")
    check("is at line 36", "36:1")
    keys("2", "4", "l", "g", "d")
    check("goes to the source", "chronicle.md")
    check("at the passage", "neither aligned")
    keys("C-o")
    check("and back", "legal-framework.md")
    keys(":40", "Enter", "1", "0", "l", "Space", "k")
    check("hover tells what a treaty is", "Basic treaty of China")
    # C-c, not Escape: what comes right after that would be taken for a key with Alt.
    keys("C-c", "Space", "s")
    check("the outline has the headings", r"(?m)^.*│.*Beginnings")
    keys("C-c", ":41", "Enter", "8", "0", "l")
    check("is at the organisation", "41:81")
    keys("g", "r")
    check("finds where else it is named", r"\d+/\d+.*\n(.*\n)+.*summits-and-forums")
    keys("C-c", ":16", "Enter", "A", " It cites the Shanghai Coop")
    check("completion knows the official names", r"Shanghai Cooperation Organization +\w+")
finally:
    subprocess.run([*SOCKET, "kill-server"], capture_output=True, check=False)
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
