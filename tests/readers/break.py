"""Make a copy of a published folder that is broken for one of its checkers, which must then fail.

    python break.py OUTPUT COPY WHAT

`WHAT` is `sums` (a file changed), `descriptor` (a value that the schema forbids), `croissant` (a field of a
column that is not there), `metadata` (a file without its hash), `citation` (no title), `network` (an edge to
no node), `tables` (a cell of a CSV file that its Parquet file does not have), `workbook` (a cell changed),
`page` (a script that complains).
"""

import csv
import json
import shutil
import sys
from pathlib import Path


def edit(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def edit_json(path, change):
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value, indent=2), encoding="utf-8")


def edit_cell(path, row, column, value):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row][rows[0].index(column)] = value
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def break_workbook(folder):
    import openpyxl

    path = folder / "tables.xlsx"
    workbook = openpyxl.load_workbook(path)
    workbook["letters"].cell(row=2, column=1).value = "=1+1"
    workbook.save(path)


def main():
    source, target, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    shutil.copytree(source, target)
    breaks = {
        "page": lambda: edit(target / "report.html", lambda text: text + "<script>undefined.x</script>"),
        "sums": lambda: edit(target / "README.md", lambda text: text + "x"),
        "descriptor": lambda: edit_cell(target / "signatures.csv", 1, "kind", "company"),
        "croissant": lambda: edit_json(
            target / "croissant.json",
            lambda value: value["recordSet"][0]["field"][0]["source"]["extract"].update(column="gone"),
        ),
        "metadata": lambda: edit_json(
            target / "croissant.json", lambda value: value["distribution"][0].pop("sha256")
        ),
        "citation": lambda: edit(
            target / "CITATION.cff",
            lambda text: "".join(line for line in text.splitlines(True) if not line.startswith("title")),
        ),
        "network": lambda: edit(target / "network.graphml", lambda text: text.replace("<node id=\"ent-", "<node id=\"no-", 1)),
        "tables": lambda: edit_cell(target / "entities.csv", 1, "name", "Somebody Else"),
        "configuration": lambda: (target / "pipeline.toml").write_text("[read]\nmax_bytes = 1\nmax_bytes = 2\n"),
        "workbook": lambda: break_workbook(target),
    }
    breaks[what]()


if __name__ == "__main__":
    main()
