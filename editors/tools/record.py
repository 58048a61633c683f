#!/usr/bin/env python3
"""Stands between an editor and the server, and writes down what is said.

usage: record.py LOG ROOT SERVER [WORD...]
LOG gets what the editor says, a message a line, as server/lsp/tests/replay.rs plays it again: the folder ROOT is called ROOT,
no process is named, and what is about files elsewhere is left out. A LOG that is there already is left as it is.
With LOG_ALL in the environment both sides are written, as {"from": "editor"|"server", "message": ...}, for a test to look at.
"""

import json
import os
import re
import subprocess
import sys
import threading

log, root, *command = sys.argv[1:]
both = os.environ.pop("LOG_ALL", None)  # a recorder behind this one writes as it always does
try:
    log = open(log, "x", encoding="utf-8")
except FileExistsError:
    os.execvp(command[0], command)
server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
lock = threading.Lock()


def written(message):
    """The message as it is kept; None if it is not."""
    if "method" not in message:
        return None
    hello = message["method"] == "initialize"
    if hello:
        message["params"]["processId"] = None
    line = json.dumps(message, ensure_ascii=False)
    if os.environ["HOME"] in line and not hello:
        return None
    line = line.replace(root, "ROOT")
    line = line.replace(os.path.dirname(os.environ["HOME"]) + "/", "")  # a program's place, in somebody's settings
    elsewhere = any(not it.startswith("ROOT") for it in re.findall(r"file://([^\"]*)", line))
    return None if elsewhere else line


def pump(side, source, target):
    buffer = b""
    while chunk := source.read1(65536):
        target.write(chunk)
        target.flush()
        buffer += chunk
        while (end := buffer.find(b"\r\n\r\n")) >= 0:
            length = int(re.search(rb"(?i)content-length: *(\d+)", buffer[:end])[1])
            if len(buffer) < end + 4 + length:
                break
            body, buffer = buffer[end + 4 : end + 4 + length], buffer[end + 4 + length :]
            message = json.loads(body)
            if both:
                line = json.dumps({"from": side, "message": message}, ensure_ascii=False)
            else:
                line = written(message) if side == "editor" else None
            if line is not None:
                with lock:
                    print(line, file=log, flush=True)
    if side == "editor":
        target.close()


threading.Thread(target=pump, args=("editor", sys.stdin.buffer, server.stdin), daemon=True).start()
try:
    pump("server", server.stdout, sys.stdout.buffer)
    sys.stdout.buffer.close()
except BrokenPipeError:
    pass
# Not sys.exit: the other thread may still be reading, and Python would not let it.
os._exit(server.wait())
