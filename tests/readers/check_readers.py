"""Check that a published folder reads the same in pandas, Polars and DuckDB.

    pip install -r requirements.txt
    python check_readers.py OUTPUT

reads every Parquet and CSV file of the folder with each of them and compares columns, types, rows and
cells with `datapackage.json` and with the Parquet file as pyarrow reads it; checks `SHA256SUMS`.

    pip install -r requirements-frictionless.txt      (in an environment of its own)
    python check_readers.py OUTPUT --frictionless

validates `datapackage.json` and its CSV and Parquet files with frictionless instead. It reads Parquet through
pandas, which turns a null of a column of numbers into NaN; complaints about NaN in Parquet files are left out.

Prints a line for each failure and `N passed, M failed` at the end; exits with 1 if anything failed.
"""

import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path

PANDAS = {
    "string": "string[pyarrow]",
    "integer": "int32[pyarrow]",
    "number": "double[pyarrow]",
    "boolean": "bool[pyarrow]",
    "date": "date32[day][pyarrow]",
}
ARROW = {"string": "string", "integer": "int32", "number": "double", "boolean": "bool", "date": "date32[day]"}
DUCKDB = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
ROW_GROUP_ROWS = 122_880
PYTHON = {"string": str, "integer": int, "number": float, "boolean": bool, "date": datetime.date}


class Report:
    """Counts what passed and prints what failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problem):
        """Takes a check by its name; `problem` is None where it passed."""
        if problem is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}: {problem}")

    def run(self, name, function, *arguments):
        """Runs a check that returns its problem or None; an exception is a problem."""
        try:
            self.check(name, function(*arguments))
        except Exception as error:  # a reader may raise whatever it likes
            self.check(name, f"{type(error).__name__}: {error}")


def tables_of(package):
    """Pairs of a table's CSV resource and its Parquet path."""
    parquet = {resource["path"] for resource in package["resources"] if resource.get("format") == "parquet"}
    for resource in package["resources"]:
        if resource.get("format") == "csv":
            twin = resource["path"].removesuffix(".csv") + ".parquet"
            yield resource, twin if twin in parquet else None


def fields_of(resource):
    """Name and type of each column."""
    return [(field["name"], field["type"]) for field in resource["schema"]["fields"]]


def compare(expected, found):
    """The first difference between two lists of rows, or None."""
    if len(expected) != len(found):
        return f"{len(found)} rows instead of {len(expected)}"
    for number, (want, have) in enumerate(zip(expected, found)):
        if want != have:
            return f"row {number} is {have} instead of {want}"
    return None


def differing_columns(expected, found):
    """The columns that differ, as text, or None."""
    if expected == found:
        return None
    differing = [f"{have} instead of {want}" for want, have in zip(expected, found) if want != have]
    return "; ".join(differing) or f"{len(found)} columns instead of {len(expected)}"


def arrow_rows(folder, path):
    import pyarrow.parquet

    return [tuple(row.values()) for row in pyarrow.parquet.read_table(folder / path).to_pylist()]


def typed_rows(folder, resource):
    """The rows of a table of which there is a CSV file only."""
    import pyarrow
    import pyarrow.csv

    types = {name: pyarrow.type_for_alias(ARROW[kind].split("[")[0]) for name, kind in fields_of(resource)}
    options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    table = pyarrow.csv.read_csv(folder / resource["path"], convert_options=options, parse_options=parsing)
    return [tuple(row.values()) for row in table.to_pylist()]


def check_arrow(folder, path, resource, rows):
    """The Arrow schema has the types and descriptions, the rows satisfy the constraints."""
    import pyarrow.parquet

    schema = pyarrow.parquet.read_schema(folder / path)
    fields = resource["schema"]["fields"]
    problem = differing_columns(
        [(field["name"], ARROW[field["type"]]) for field in fields],
        [(field.name, str(field.type)) for field in schema],
    )
    if problem:
        return problem
    said = (schema.metadata or {}).get(b"description", b"").decode()
    if said != resource["description"]:
        return f"the description of the table is {said!r}"
    file = pyarrow.parquet.ParquetFile(folder / path).metadata
    sizes = [file.row_group(index).num_rows for index in range(file.num_row_groups)]
    if any(size != ROW_GROUP_ROWS for size in sizes[:-1]) or any(size > ROW_GROUP_ROWS for size in sizes):
        return f"row groups of {sizes} rows"
    for field, column in zip(fields, schema):
        description = (column.metadata or {}).get(b"description", b"").decode()
        if description != field["description"]:
            return f"the description of {column.name} is {description!r}"
    for index, field in enumerate(fields):
        constraints = field.get("constraints", {})
        for row in rows:
            value = row[index]
            if value is None and constraints.get("required"):
                return f"{field['name']} is null"
            if value == "":
                return f"{field['name']} is an empty text"
            if value is not None and type(value) is not PYTHON[field["type"]]:
                return f"{field['name']} holds {value!r}"
            if value is not None and value not in constraints.get("enum", [value]):
                return f"{field['name']} holds {value!r}"
    names = [field["name"] for field in fields]
    key = [names.index(name) for name in resource["schema"]["primaryKey"]]
    keys = [tuple(row[index] for index in key) for row in rows]
    if keys != sorted(set(keys)):
        return "rows are not sorted and unique by the primary key"
    return None


def check_pandas(folder, path, resource, rows):
    import pandas

    fields = fields_of(resource)
    if path.endswith(".csv"):
        frame = pandas.read_csv(
            folder / path,
            dtype={name: PANDAS[kind] for name, kind in fields if kind != "date"},
            keep_default_na=False,
            na_values=[""],
            dtype_backend="pyarrow",
        )
        for name, kind in fields:
            if kind == "date":
                frame[name] = frame[name].astype("string[pyarrow]").astype(PANDAS[kind])
    else:
        frame = pandas.read_parquet(folder / path, dtype_backend="pyarrow")
    accepted = {"string": {"string", "str", "large_string[pyarrow]", "string[pyarrow]"}}
    for (name, kind), (column, dtype) in zip(fields, frame.dtypes.items()):
        if name != column or str(dtype) not in accepted.get(kind, {PANDAS[kind]}):
            return f"{column} is {dtype} instead of {name} {kind}"
    found = frame.astype(object).where(frame.notna(), None)
    return compare(rows, [tuple(row) for row in found.itertuples(index=False, name=None)])


def check_polars(folder, path, resource, rows):
    import polars

    types = {
        "string": polars.String,
        "integer": polars.Int32,
        "number": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
    }
    fields = [(name, types[kind]) for name, kind in fields_of(resource)]
    if path.endswith(".csv"):
        frame = polars.read_csv(folder / path, schema=dict(fields))
    else:
        frame = polars.read_parquet(folder / path)
    return differing_columns(fields, list(frame.schema.items())) or compare(rows, frame.rows())


def check_duckdb(folder, path, resource, rows):
    import duckdb

    fields = [(name, DUCKDB[kind]) for name, kind in fields_of(resource)]
    file = str(folder / path).replace("'", "''")
    connection = duckdb.connect()
    if path.endswith(".csv"):
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in fields)
        relation = connection.sql(f"SELECT * FROM read_csv('{file}', header = true, columns = {{{columns}}})")
    else:
        relation = connection.sql(f"SELECT * FROM '{file}'")
    described = [(name, str(kind)) for name, kind in zip(relation.columns, relation.types)]
    return differing_columns(fields, described) or compare(rows, relation.fetchall())


def check_guessed(folder, path, resource, rows):
    """A reader who gives no types still gets the right number of rows and columns, and no lost cell."""
    import csv
    import duckdb
    import polars

    names = [name for name, _ in fields_of(resource)]
    with open(folder / path, encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    shapes = {
        "csv": (read[0], len(read) - 1),
        "polars": (lambda frame: (frame.columns, frame.height))(
            polars.read_csv(folder / path, infer_schema_length=None)
        ),
    }
    relation = duckdb.connect().read_csv(str(folder / path), header=True)
    shapes["duckdb"] = (relation.columns, len(relation.fetchall()))
    for reader, (columns, n_rows) in shapes.items():
        if list(columns) != names or n_rows != len(rows):
            return f"{reader} reads {n_rows} rows of {columns}"
    return None


def check_sums(folder):
    listed = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
    files = (path for path in folder.rglob("*") if path.is_file())
    present = {path.relative_to(folder).as_posix() for path in files} - {"SHA256SUMS"}
    if present != set(listed):
        return f"listed and present differ in {sorted(present ^ set(listed))}"
    for name, digest in listed.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            return f"{name} has another hash"
    return None


def check_references(package, contents):
    """Every foreign key leads to a row."""
    schemas = {resource["name"]: resource["schema"] for resource, _ in tables_of(package)}

    def column(table, name):
        index = [field["name"] for field in schemas[table]["fields"]].index(name)
        return {row[index] for row in contents[table]} - {None}

    for table, schema in schemas.items():
        for key in schema.get("foreignKeys", []):
            target = key["reference"]["resource"] or table
            missing = column(table, key["fields"][0]) - column(target, key["reference"]["fields"][0])
            if missing:
                return f"{table}.{key['fields'][0]} holds {sorted(missing)[:3]}, which {target} lacks"
    return None


def check_readers(folder, package, report):
    report.run("SHA256SUMS", check_sums, folder)
    readers = {"pandas": check_pandas, "polars": check_polars, "duckdb": check_duckdb}
    contents = {}
    for resource, parquet in tables_of(package):
        rows = arrow_rows(folder, parquet) if parquet else typed_rows(folder, resource)
        contents[resource["name"]] = rows
        if parquet:
            report.run(f"pyarrow {parquet}", check_arrow, folder, parquet, resource, rows)
        for path in filter(None, (parquet, resource["path"])):
            for reader, function in readers.items():
                report.run(f"{reader} {path}", function, folder, path, resource, rows)
        report.run(f"guessed {resource['path']}", check_guessed, folder, resource["path"], resource, rows)
    report.run("foreign keys", check_references, package, contents)


def check_frictionless(folder, package, report):
    """CSV and Parquet apart, since the two kinds of resources fail for different reasons."""
    import frictionless

    NULLS = ("type-error", "constraint-error")
    for kind in ("csv", "parquet"):
        # Foreign keys need the CSV resources beside the Parquet ones.
        described = dict(package)
        described["resources"] = [
            resource for resource in package["resources"] if resource["format"] in (kind, "csv")
        ]
        validated = frictionless.Package(described, basepath=str(folder)).validate()
        for error in validated.errors:
            report.check("datapackage.json", error.message)
        for task in validated.tasks:
            if task.place.endswith(kind):
                errors = [
                    error.message
                    for error in task.errors
                    if not (kind == "parquet" and error.cell == "nan" and error.type in NULLS)
                ]
                report.check(f"frictionless {task.place}", "; ".join(errors[:3]) if errors else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a published folder")
    parser.add_argument("--frictionless", action="store_true", help="validate with frictionless instead")
    arguments = parser.parse_args()
    package = json.loads((arguments.folder / "datapackage.json").read_text(encoding="utf-8"))
    report = Report()
    (check_frictionless if arguments.frictionless else check_readers)(arguments.folder, package, report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed or not report.passed else 0


if __name__ == "__main__":
    sys.exit(main())
