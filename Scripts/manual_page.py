"""Writes the manual page Packaging/undertone.1 from undertone.1.in and from what the programs say about themselves.

    python3 Scripts/manual_page.py [FOLDER] [--check]

FOLDER is where the programs were built, .build/release unless told otherwise; where undertone-server is missing, the page's part
about it is left as it was. With --check nothing is written, and the exit status says whether the page is up to date.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "Packaging" / "undertone.1.in"
PAGE = ROOT / "Packaging" / "undertone.1"
# Of every command, and told of once.
SHARED = {"help", "version"}


def text(words):
    """A line of running text, in which nothing is taken for a macro."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped[:1] in ".'" else escaped


def sentences(words):
    """Running text, a sentence a line."""
    return [text(s) for s in re.split(r"(?<=[.!?]) (?=[A-Z])", " ".join(words.split())) if s]


def word(value):
    """An argument of a macro."""
    return '"' + str(value).replace("\\", "\\e").replace('"', '""') + '"' if re.search(r'[ "]', str(value)) else f"\\&{value}"


def flags(argument):
    """--long or -s, as macros for a tag or a synopsis."""
    names = sorted(argument["names"], key=lambda name: len(name["name"]))
    return " , ".join(f"Fl {'' if len(n['name']) == 1 else '-'}{n['name']}" for n in names)


def value_name(argument):
    return argument.get("valueName", "value")


def shown(command):
    for argument in command.get("arguments", []):
        name = argument.get("preferredName", {}).get("name")
        if argument.get("shouldDisplay", True) and name not in SHARED:
            yield argument


def synopsis(path, command):
    arguments = list(shown(command))
    line = [".Nm undertone", *(f"Cm {name}" for name in path)]
    options = [a for a in arguments if a["kind"] != "positional"]
    required = [a for a in options if not a["isOptional"] and a["kind"] == "option"]
    for argument in required:
        line.append(f"Fl -{argument['preferredName']['name']} Ar {value_name(argument)}")
    parts = [" ".join(line)]
    if len(options) > len(required):
        parts.append(".Op Ar options")
    for argument in (a for a in arguments if a["kind"] == "positional"):
        dots = " ..." if argument["isRepeating"] else ""
        macro = ".Op Ar" if argument["isOptional"] else ".Ar"
        parts.append(f"{macro} {word(value_name(argument))}{dots}")
    return parts


def option(argument):
    if argument["kind"] == "positional":
        tag = f".It Ar {word(value_name(argument))}"
    else:
        tag = f".It {flags(argument)}"
        if argument["kind"] == "option":
            tag += f" Ar {word(value_name(argument))}"
    lines = [tag, *sentences(argument.get("abstract", ""))]
    if argument.get("allValues"):
        lines.append(text("One of " + ", ".join(argument["allValues"]) + "."))
    if "defaultValue" in argument:
        default = re.sub(r"\.0$", "", str(argument["defaultValue"]))
        lines.append(text(f"Unless told otherwise: {default}."))
    return lines + (["It may be given more than once."] if argument["isRepeating"] and argument["kind"] == "option" else [])


def discussion(command):
    lines, example = [], []
    paragraphs, _, examples = command.get("discussion", "").partition("\nEXAMPLES\n")
    if not examples and paragraphs.startswith("EXAMPLES\n"):
        paragraphs, examples = "", paragraphs.removeprefix("EXAMPLES\n")
    # What comes after the examples is running text again.
    rest = []
    for row in examples.splitlines():
        (example if row.startswith("  ") or (not row and not rest) else rest).append(row)
    for paragraph in (paragraphs + "\n\n" + "\n".join(rest)).split("\n\n"):
        if paragraph.strip():
            lines += [".Pp", *sentences(paragraph)]
    while example and not example[-1]:
        example.pop()
    if example:
        lines += [".Bd -literal -offset indent"]
        lines += [text(row.removeprefix("  ")) for row in example]
        lines += [".Ed"]
    return lines


def describe(path, command):
    title = " ".join(path)
    lines = [f".Ss undertone {title}", *sentences(command.get("abstract", ""))]
    leaves = [c for c in command.get("subcommands", []) if c["commandName"] != "help"]
    if not leaves:
        lines += [".Pp", *(["." + "Bk"]), *synopsis(path, command), ".Ek"]
    lines += discussion(command)
    arguments = [option(argument) for argument in shown(command)]
    if arguments:
        lines += [".Bl -tag -width Ds", *(line for lines in arguments for line in lines), ".El"]
    for child in leaves:
        lines += describe([*path, child["commandName"]], child)
    return lines


def dump(program):
    answer = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout
    return json.loads(answer)["command"]


def commands(folder):
    found = [c for c in dump(folder / "undertone")["subcommands"] if c["commandName"] not in ("help", "serve")]
    lines = [line for command in found for line in describe([command["commandName"]], command)]
    server = folder / "undertone-server"
    if server.exists():
        return found, lines + describe(["serve"], dump(server))
    print("There is no undertone-server beside undertone: what the page says about it stays as it was.", file=sys.stderr)
    before = PAGE.read_text().splitlines() if PAGE.exists() else []
    start = before.index(".Ss undertone serve") if ".Ss undertone serve" in before else len(before)
    end = next((i for i in range(start, len(before)) if before[i].startswith(".Sh")), len(before))
    return found, lines + before[start:end]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=ROOT / ".build" / "release")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    found, lines = commands(arguments.folder.resolve())
    names = [c["commandName"] for c in found] + ["serve"]
    overview = [f".Nm\n.Cm {name}\n.Op Ar arguments" for name in names]
    page = TEMPLATE.read_text()
    page = page.replace("@SYNOPSIS@", "\n".join(overview)).replace("@COMMANDS@", "\n".join(lines))
    if arguments.check:
        if not PAGE.exists() or PAGE.read_text() != page:
            sys.exit("Packaging/undertone.1 is not what the programs say: run make manual.")
    else:
        PAGE.write_text(page)


main()
