"""Documentation/Accuracy.md in its parts: sections by protocol, and the rows of a section's first table by their titles."""
import os
import re


class Page:
    """The page as it stands; nothing where there is none yet."""

    def __init__(self, path):
        self.path = path
        self.sections = {}
        if os.path.exists(path):
            with open(path) as file:
                parts = re.split(r"^## ", file.read(), flags=re.MULTILINE)
            self.sections = {part.split("\n", 1)[0]: "## " + part for part in parts[1:]}
            # Once the page had one date, for all sections.
            date = re.search(r"^Made on (\S+)", parts[0], flags=re.MULTILINE)
            for name, text in self.sections.items() if date else []:
                if "\nMade on " not in text:
                    self.sections[name] = text.replace("\n\n", f"\n\nMade on {date.group(1)}. ", 1)

    def rows(self, protocol):
        """The lines of a section's table of figures, by their titles without emphasis."""
        lines = self.sections.get(protocol, "").split("\n")
        start = next((place for place, line in enumerate(lines) if line.startswith("| model |")), None)
        found = {}
        for line in lines[start + 2:] if start is not None else []:
            if not line.startswith("|"):
                break
            found[line.split("|")[1].strip().strip("*")] = line
        return found

    def blocks(self, protocol, start):
        """What follows the table, by its first line: paragraphs that begin so, each with what comes before the next."""
        parts = re.split(rf"^(?={start})", self.sections.get(protocol, ""), flags=re.MULTILINE)
        return {part.split("\n", 1)[0]: part.rstrip("\n").split("\n") for part in parts[1:]}

    def made(self, protocol, row):
        """When a row was made: the section's day, unless it names another for this row."""
        match = re.search(r"^Made on (\S+?)(?: \((.*)\))?\. ", self.sections.get(protocol, ""), flags=re.MULTILINE)
        if not match:
            return "an earlier day"
        others = dict(part.rsplit(": ", 1) for part in match.group(2).split("; ")) if match.group(2) else {}
        return others.get(row, match.group(1))

    def write(self, head, protocols):
        """Beside, then renamed; sections in the order of the protocols."""
        with open(self.path + ".partial", "w") as file:
            file.write("\n".join(head) + "\n")
            file.write("\n".join(self.sections[protocol].strip("\n") + "\n" for protocol in protocols if protocol in self.sections))
        os.replace(self.path + ".partial", self.path)
