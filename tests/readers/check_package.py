"""Check what a published folder says of itself with the validators of others.

    pip install -r requirements-croissant.txt         (each in an environment of its own)
    python check_package.py OUTPUT --croissant

validates `croissant.json` with mlcroissant, reads every record of every record set through it, and compares
their number with `datapackage.json`.

    pip install -r requirements-networks.txt
    python check_package.py OUTPUT --networks

reads the network in networkx (GraphML, GEXF, tables) and igraph (GraphML) and compares nodes, edges, weights,
dates and labels with the tables.

    python check_package.py OUTPUT --workbook

reads every sheet of the workbook with openpyxl and compares values and types with the CSV files.

    pip install -r requirements-datasets.txt
    python check_package.py OUTPUT --datasets

loads every configuration of the dataset card with Hugging Face `datasets`.

Prints a line for each failure; exits with 1 if anything failed.
"""

import argparse
import csv
import json
import sys
import tempfile
from pathlib import Path


def package(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def check_croissant(folder):
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    for warning in dataset.metadata.ctx.issues.warnings:
        # The day of a release, the page and the licence are for the maker to state; they may be unstated.
        if not any(name in str(warning) for name in ("datePublished", "license", "/url", "creator")):
            yield f"warning: {warning}"
    stated = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))["conformsTo"]
    if stated != "http://mlcommons.org/croissant/1.1":
        yield f"conforms to {stated}"
    resources = {resource["name"]: resource for resource in package(folder)["resources"]}
    found = {record_set.name for record_set in dataset.metadata.record_sets}
    expected = {name for name in resources if not name.endswith(".parquet")}
    if found != expected:
        yield f"record sets {sorted(found ^ expected)}"
    for name in sorted(found & expected):
        records = list(dataset.records(name))
        if len(records) != resources[name]["rows"]:
            yield f"{name} has {len(records)} records instead of {resources[name]['rows']}"
        fields = {f"{name}/{field['name']}" for field in resources[name]["schema"]["fields"]}
        if records and set(records[0]) != fields:
            yield f"{name} has the fields {sorted(records[0])}"


def rows(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_xml(text):
    """What is left of a text that passed through XML: control characters are not."""
    kept = {"\t", "\n", "\r"}
    return "".join("\ufffd" if (c < " " and c not in kept) or c in "\ufffe\uffff" else c for c in text)


def check_networks(folder):
    import igraph
    import networkx

    nodes = {row["id"]: row for row in rows(folder, "network_nodes.csv")}
    edges = {(row["source"], row["target"]): row for row in rows(folder, "network_edges.csv")}
    pairs = {(row["entity_a"], row["entity_b"]): row for row in rows(folder, "cosignatures.csv")}
    if set(edges) != set(pairs):
        yield "the edges are not the pairs of cosignatures.csv"
    graphs = {
        "network.graphml": networkx.read_graphml(folder / "network.graphml"),
        "network.gexf": networkx.read_gexf(folder / "network.gexf"),
    }
    for name, graph in graphs.items():
        if graph.is_directed() or graph.is_multigraph():
            yield f"{name} is directed, or has edges twice"
        if set(graph.nodes) != set(nodes) or graph.number_of_edges() != len(edges):
            yield f"{name} has {graph.number_of_nodes()} nodes and {graph.number_of_edges()} edges"
            continue
        for node, row in nodes.items():
            said = graph.nodes[node]
            for column in ("label", "kind", "country", "region", "first_signed", "last_signed"):
                if said.get(column, "") != in_xml(row[column]):
                    yield f"{name}: {column} of {node} is {said.get(column)!r}"
            if said["n_letters"] != int(row["n_letters"]) or said["n_partners"] != graph.degree[node]:
                yield f"{name}: counts of {node} are {said}"
        for (source, target), row in edges.items():
            said = graph.edges[source, target]
            if said["weight"] != int(row["weight"]) or said["jaccard"] != float(row["jaccard"]):
                yield f"{name}: weights of {source}, {target} are {said}"
            if said.get("first_signed", "") != row["first_signed"]:
                yield f"{name}: dates of {source}, {target} are {said}"
    graph = igraph.Graph.Read_GraphML(str(folder / "network.graphml"))
    if graph.is_directed() or (graph.vcount(), graph.ecount()) != (len(nodes), len(edges)):
        yield f"igraph reads {graph.vcount()} nodes and {graph.ecount()} edges"
    if edges:
        if {vertex["label"] for vertex in graph.vs} != {in_xml(row["label"]) for row in nodes.values()}:
            yield "igraph reads other labels"
        if sum(graph.es["weight"]) != sum(int(row["weight"]) for row in edges.values()):
            yield "igraph reads other weights"


def in_cell(text):
    """What a cell of a workbook holds of a text."""
    text = in_xml(text)
    if len(text.encode("utf-16-le")) <= 2 * 32_767:
        return text
    return text.encode("utf-16-le")[: 2 * 32_766].decode("utf-16-le", errors="ignore") + "…"


def check_workbook(folder):
    import openpyxl

    workbook = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)
    if workbook.sheetnames[0] != "about" or "signatures" not in workbook.sheetnames:
        yield f"the sheets are {workbook.sheetnames}"
    resources = {resource["name"]: resource for resource in package(folder)["resources"]}
    numbers = {"integer": int, "number": float}
    for name in workbook.sheetnames[1:]:
        types = [field["type"] for field in resources[name]["schema"]["fields"]]
        with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            expected = list(csv.reader(file))
        cells = workbook[name].iter_rows()
        for number, row in enumerate(expected):
            found = next(cells, ())
            kinds = ["string"] * len(types) if number == 0 else types
            for want, kind, cell in zip(row, kinds, found, strict=True):
                value = cell.value
                if want == "":
                    same = value is None
                elif kind == "boolean":
                    same = value is (want == "true")
                elif kind == "date" and want >= "1900-03-01":
                    same = cell.is_date and value.date().isoformat() == want
                elif kind in numbers:
                    same = cell.data_type == "n" and value == numbers[kind](want)
                else:
                    # Nothing but text, whatever it begins with.
                    same = cell.data_type in ("s", "inlineStr") and value.replace("_x005F_", "_") == in_cell(want)
                if not same:
                    yield f"{name} row {number}: {value!r} ({cell.data_type}) instead of {want!r}"
        if next(cells, None) is not None:
            yield f"{name} has more rows than its CSV file"


def check_datasets(folder):
    import datasets

    datasets.disable_progress_bars()
    # The cache is named after the folder's content, not after what it held in an earlier run.
    with tempfile.TemporaryDirectory() as cache:
        resources = {resource["name"]: resource for resource in package(folder)["resources"]}
        filled = {
            name.removesuffix(".parquet")
            for name, resource in resources.items()
            if name.endswith(".parquet") and resource["rows"]
        }
        names = set(datasets.get_dataset_config_names(str(folder), cache_dir=cache))
        if names != filled:
            yield f"the configurations are {sorted(names)}"
        for name in sorted(names & filled):
            loaded = datasets.load_dataset(str(folder), name, split="train", cache_dir=cache)
            columns = [field["name"] for field in resources[name]["schema"]["fields"]]
            if loaded.num_rows != resources[name]["rows"] or loaded.column_names != columns:
                yield f"{name} has {loaded.num_rows} rows of {loaded.column_names}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a published folder")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--croissant", action="store_true", help="croissant.json with mlcroissant")
    what.add_argument("--networks", action="store_true", help="the network files with networkx and igraph")
    what.add_argument("--workbook", action="store_true", help="tables.xlsx with openpyxl")
    what.add_argument("--datasets", action="store_true", help="the dataset card with Hugging Face datasets")
    arguments = parser.parse_args()
    checks = {"croissant": check_croissant, "networks": check_networks}
    checks |= {"workbook": check_workbook, "datasets": check_datasets}
    check = next(check for name, check in checks.items() if getattr(arguments, name))
    try:
        problems = list(check(arguments.folder))
    except Exception as error:  # a reader may raise whatever it likes
        problems = [f"{type(error).__name__}: {error}"]
    for problem in problems:
        print(f"FAILED {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
