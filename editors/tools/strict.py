"""Checks recorded messages of the server against the types of the specification (PyPI lsprotocol).

usage: strict.py FOLDER     of *.jsonl, one {"dir": "in"|"out", "msg": {...}} a line; "out" is by the server

lsprotocol's own converter drops properties that it does not know and turns "1" into 1. This does neither: it names unknown and
missing properties, wrong JSON types, values outside of an enumeration, null where a property may only be left out, methods that
the specification lacks, and replies to no request.
"""
import collections.abc
import enum
import json
import pathlib
import sys
import types
import typing

import attrs
from lsprotocol import types as lsp

# The enumerations that the specification leaves open.
OPEN = {lsp.CodeActionKind, lsp.FoldingRangeKind, lsp.SemanticTokenTypes, lsp.SemanticTokenModifiers, lsp.PositionEncodingKind, lsp.LanguageKind}
# Must be there, though null is a value of theirs.
NULLABLE = {("OptionalVersionedTextDocumentIdentifier", "version")}
# What is our own, and not of the specification.
OWN = "policy-ls/"
SIMPLE = {bool: "boolean", int: "integer", float: "number", str: "string"}


def camel(name):
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def is_a(value, kind):
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def wrong(value, kind, path):
    """What is wrong with a value of that type: a list of sentences."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is typing.Any or kind is object or isinstance(kind, typing.TypeVar):
        return []
    if origin in (typing.Union, types.UnionType):
        tried = [wrong(value, one, path) for one in arguments]
        # The branch that got deepest says most.
        return [] if [] in tried else max(tried, key=lambda told: max(len(it.split(":")[0]) for it in told))
    if origin in (list, collections.abc.Sequence, tuple):
        if not isinstance(value, list):
            return [f"{path}: array expected, {value!r} found"]
        if origin is tuple and len(value) != len(arguments):
            return [f"{path}: array of {len(arguments)} expected"]
        kinds = arguments if origin is tuple else [arguments[0]] * len(value)
        return [it for at, (one, of) in enumerate(zip(value, kinds)) for it in wrong(one, of, f"{path}[{at}]")]
    if origin in (dict, collections.abc.Mapping):
        if not isinstance(value, dict):
            return [f"{path}: object expected, {value!r} found"]
        return [it for key, one in value.items() for it in wrong(one, arguments[1], f"{path}.{key}")]
    if origin is typing.Literal:
        return [] if value in arguments else [f"{path}: one of {arguments} expected, {value!r} found"]
    if kind is type(None):
        return [] if value is None else [f"{path}: null expected, {value!r} found"]
    if kind in SIMPLE:
        return [] if is_a(value, kind) else [f"{path}: {SIMPLE[kind]} expected, {value!r} found"]
    if issubclass(kind, enum.Enum):
        known = any(value == one.value and type(value) is type(one.value) for one in kind)
        known = known or kind in OPEN and isinstance(value, type(next(iter(kind)).value))
        return [] if known else [f"{path}: value of {kind.__name__} expected, {value!r} found"]
    return of_object(value, kind, path)


def of_object(value, kind, path):
    if not isinstance(value, dict):
        return [f"{path}: {kind.__name__} expected, {value!r} found"]
    hints = typing.get_type_hints(kind, vars(lsp))
    fields = {camel(field.name): field for field in attrs.fields(kind)}
    told = [f"{path}.{key}: {kind.__name__} has no such property" for key in value if key not in fields]
    for key, field in fields.items():
        hint, optional = hints[field.name], field.default is not attrs.NOTHING
        special = lsp.is_special_property(kind, field.name)
        if key not in value:
            if not optional or (kind.__name__, key) in NULLABLE or (key == "kind" and special):
                told.append(f"{path}.{key}: missing in {kind.__name__}")
        elif value[key] is None and optional and not special and type(None) in typing.get_args(hint):
            told.append(f"{path}.{key}: null, but the property may only be left out")
        else:
            told += wrong(value[key], hint, f"{path}.{key}")
    return told


def check(session):
    """The number of messages by the server and what is wrong with them."""
    asked, told, count = {}, [], 0
    for line in session.open(encoding="utf-8", newline="\n"):
        record = json.loads(line)
        message = record["msg"]
        if not isinstance(message, dict):
            # What tests send is not always a message.
            continue
        method = message.get("method")
        identity = repr(message.get("id"))
        if record["dir"] == "in":
            if method and "id" in message:
                asked[identity] = method
            continue
        count += 1
        if method:
            if method in lsp.METHOD_TO_TYPES:
                told += wrong(message, lsp.METHOD_TO_TYPES[method][0], method)
            elif not method.startswith(OWN):
                told.append(f"{method}: no such method")
            continue
        asker = asked.pop(identity, None)
        if asker is None:
            # What is no message has no id; the error says so.
            if message.get("id") is not None or "error" not in message:
                told.append(f"reply to no request: {identity}")
        elif ("result" in message) == ("error" in message):
            told.append(f"{asker}: exactly one of result and error expected")
        elif "error" in message:
            told += wrong(message["error"], lsp.ResponseError, f"{asker}.error")
        elif asker in lsp.METHOD_TO_TYPES:
            response = lsp.METHOD_TO_TYPES[asker][1]
            told += wrong(message["result"], typing.get_type_hints(response, vars(lsp))["result"], asker)
    return count, told


def main(folder):
    sessions = sorted(pathlib.Path(folder).glob("*.jsonl"))
    messages, faults = 0, 0
    for session in sessions:
        count, told = check(session)
        messages, faults = messages + count, faults + len(told)
        for sentence in told:
            print(f"{session.name}: {sentence}")
    print(f"{messages} messages of {len(sessions)} sessions, {faults} faults")
    return 1 if faults or not messages else 0


sys.exit(main(sys.argv[1]))
