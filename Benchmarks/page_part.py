"""A part of a page that a script writes: what stands between <!-- name --> and <!-- /name -->."""
import os


def write_part(path, name, lines):
    """Beside, then renamed; the rest of the page stays as it is."""
    with open(path) as file:
        head, rest = file.read().split(f"<!-- {name} -->\n", 1)
    tail = rest.split(f"<!-- /{name} -->", 1)[1]
    with open(path + ".partial", "w") as file:
        file.write(f"{head}<!-- {name} -->\n" + "\n".join(lines) + f"\n<!-- /{name} -->{tail}")
    os.replace(path + ".partial", path)
