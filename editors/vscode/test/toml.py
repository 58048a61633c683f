"""The schemas that the extension contributes, in Taplo, on which the TOML extension that reads `tomlValidation` rests: wrong keys
are found, and the project's own files pass.

usage: python3 toml.py TAPLO PACKAGE.json FOLDER
FOLDER holds own/ (a copy of editors/fixtures/own) and may be written to; schemas are taken from docs/, as build.mjs does.
"""

import fnmatch
import json
import pathlib
import subprocess
import sys

taplo, package, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
project = package.parents[2]
passed = failed = 0


def check(name, ok, got=None):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(f"{'ok  ' if ok else 'FAIL'} {name}{'' if ok else f': {got}'}", flush=True)


def complaints(schema, *files):
    """What is said of the files; nothing if all is well."""
    run = [taplo, "check", "--no-auto-config", "--schema", schema.as_uri(), *map(str, files)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr or "it failed"


# Right files, a wrong one, and the key that is wrong there.
FILES = {
    "policy-ls.toml": ([folder / "own/policy-ls.toml"], 'format = 1\nsuorces = ["sources"]\n', "suorces"),
    "a.source.toml": ([*(folder / "own/sources").glob("*.source.toml")], 'format = 1\ntitel = "x"\n', "titel"),
    "records/a.toml": (sorted((project / "seeds/records").glob("*.toml")), 'format = 1\nagreements = []\n', "agreements"),
}
for rule in json.loads(package.read_text())["contributes"]["tomlValidation"]:
    match = rule["fileMatch"]
    schema = project / "docs" / pathlib.Path(rule["url"]).name
    check(f"{match}: its schema is there", schema.is_file(), schema)
    right, text, wrong = next(it for name, it in FILES.items() if fnmatch.fnmatch(name, match))
    check(f"{match}: right files pass", right and not complaints(schema, *right), complaints(schema, *right))
    file = folder / "wrong.toml"
    file.write_text(text)
    check(f"{match}: a wrong key is found", f"'{wrong}' was unexpected" in complaints(schema, file), complaints(schema, file))
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
