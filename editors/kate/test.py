"""The settings of settings.json in a real Kate, on a screen that nobody sees.

usage: python3 test.py SETTINGS.json DRAFTS SERVER
DRAFTS holds copies of seeds/drafts and may be written to; SERVER takes the place of `policy-ls` on the PATH.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

settings, drafts, server = (pathlib.Path(it).resolve() for it in sys.argv[1:4])
home = pathlib.Path(os.environ["HOME"])
record = settings.parent.parent / "tools/record.py"
log = home / "talk.jsonl"
(home / "config/kate/lspclient").mkdir(parents=True)
shutil.copy(settings, home / "config/kate/lspclient/settings.json")
(home / "config/katerc").write_text("[Kate Plugins]\nlspclientplugin=true\n")
(home / "bin").mkdir()
program = home / "bin/policy-ls"
program.write_text(f'#!/bin/sh\nLOG_ALL=1 exec python3 "{record}" "{log}" "{drafts}" "{server}" "$@"\n')
program.chmod(0o755)
runtime = home / "runtime"
runtime.mkdir(mode=0o700)
(drafts / "note.txt").write_text("The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002.\n")
environment = {
    **os.environ,
    "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
    "XDG_CONFIG_HOME": str(home / "config"),
    "XDG_RUNTIME_DIR": str(runtime),
    "QT_QPA_PLATFORM": "xcb",
}
passed = failed = 0


def check(name, found, got=None):
    global passed, failed
    passed, failed = passed + bool(found), failed + (not found)
    print(f"{'ok  ' if found else 'FAIL'} {name}{'' if found or got is None else f': {got}'}", flush=True)


def until(what, seconds=20):
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def x(*words):
    done = subprocess.run(["xdotool", *words], capture_output=True, text=True, env=environment, check=False)
    return done.stdout


def titles():
    return x("search", "--name", ".", "getwindowname", "%@")


def said(side, test):
    """What one side said, as far as it is written down, if it passes the test."""
    try:
        lines = log.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    talk = []
    for line in lines:
        try:
            talk.append(json.loads(line))
        except ValueError:
            break  # it is just being written
    return [it["message"] for it in talk if it["from"] == side and test(it["message"])]


def published(name):
    """The codes that the server last published of a draft; None if it has not."""
    told = said("server", lambda it: it.get("method") == "textDocument/publishDiagnostics" and it["params"]["uri"].endswith(name))
    return [it["code"] for it in told[-1]["params"]["diagnostics"]] if told else None


def answered(method):
    asked = {it["id"] for it in said("editor", lambda it: it.get("method") == method)}
    return said("server", lambda it: it.get("id") in asked and it.get("result"))


def line(number, column):
    x("key", "ctrl+g", "sleep", "0.3", "type", str(number))
    x("key", "Return", "sleep", "0.3", "key", "Home", "key", "--repeat", str(column), "Right")


def menu(letter):
    """An entry of the LSP Client menu, by the letters that are underlined."""
    x("key", "alt+l", "sleep", "0.5", "key", letter, "sleep", "0.3")


number = os.pipe()
xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(number[1]), "-screen", "0", "1280x800x24"], pass_fds=[number[1]], stderr=subprocess.DEVNULL)
os.close(number[1])
environment["DISPLAY"] = ":" + os.fdopen(number[0]).readline().strip()
kate = subprocess.Popen(["dbus-run-session", "--", "kate", "--startanon", "note.txt", "legal-framework.md"], cwd=drafts, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
try:
    check("asks whether the server may be started", until(lambda: "LSP server start requested" in titles(), 60), titles())

    def started():
        if not log.exists():
            x("key", "Return", "sleep", "0.5")  # a window may be seen before it takes keys
        return log.exists()

    check("and starts it", until(started))
    check("finds the wrong date", until(lambda: "date-conflict" in (published("legal-framework.md") or [])), published("legal-framework.md"))
    (hello,) = said("editor", lambda it: it.get("method") == "initialize")
    check("passes the options on", hello["params"].get("initializationOptions") == {"inlayHints": True, "codeLens": False}, hello["params"].get("initializationOptions"))
    check("names the folder as the root", hello["params"]["rootUri"] == drafts.as_uri(), hello["params"]["rootUri"])
    # The first click goes into the text: without a window manager nothing has the focus before.
    x("mousemove", "300", "300", "click", "1")
    line(36, 26)
    menu("g")  # Go to Definition
    check("goes to the source", until(lambda: "chronicle.md" in titles()), titles())
    (told,) = answered("textDocument/definition")[-1:]
    check("at the passage", any("chronicle" in (it.get("uri") or it["targetUri"]) for it in told["result"]), told)
    x("key", "ctrl+w")
    check("and back", until(lambda: "legal-framework.md" in titles()), titles())
    line(40, 10)
    menu("y")  # Symbol Info
    check("tells what a treaty is", until(lambda: "Signed" in str(answered("textDocument/hover"))), answered("textDocument/hover"))
    x("key", "Escape")
    line(40, 96)
    before = published("legal-framework.md")
    x("key", "alt+Return")
    until(lambda: answered("textDocument/codeAction"))
    x("sleep", "0.5", "key", "Down", "key", "Return")
    check("a fix mends the date, and nothing else", until(lambda: len(published("legal-framework.md")) == len(before) - 1), published("legal-framework.md"))
    x("key", "ctrl+Tab")
    check("finds the wrong date in plain text", until(lambda: published("note.txt") == ["date-conflict"]), published("note.txt"))
    (note,) = said("editor", lambda it: it.get("method") == "textDocument/didOpen" and it["params"]["textDocument"]["uri"].endswith("note.txt"))
    check("which it calls plaintext", note["params"]["textDocument"]["languageId"] == "plaintext", note["params"]["textDocument"]["languageId"])
finally:
    os.killpg(kate.pid, 15)
    xvfb.terminate()
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
