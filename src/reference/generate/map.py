"""Writes `data/map.csv`: where countries lie on a map of the world, and the outlines of the larger ones.

    npm install --prefix DIR world-atlas@2.0.2
    python3 src/reference/generate/map.py DIR/node_modules/world-atlas > src/reference/data/map.csv

The map is in the Equal Earth projection, which keeps areas, on a plane of 1000 by 440 steps; every coordinate is
a whole step. Outlines are those of scale 1:110m, without what is smaller than a step and without Antarctica;
places are those of the largest part of a country at 1:50m. A row without a code is land to which ISO 3166-1
assigns none.
"""

import csv
import json
import math
import sys

WIDTH, HEIGHT = 1000, 440
# Codes of outlines that have no number in the atlas.
BY_NAME = {"Kosovo": "XK"}
# Countries that are too small for the atlas: degrees east and north.
ADDED = {"BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CX": (105.7, -10.5), "GF": (-53.1, 4.0),
         "GI": (-5.35, 36.1), "GP": (-61.5, 16.2), "MQ": (-61.0, 14.65), "RE": (55.5, -21.1), "SJ": (16.0, 78.5),
         "TK": (-171.8, -9.2), "TV": (179.2, -8.5), "UM": (166.6, 19.3), "YT": (45.15, -12.8)}


def equal_earth(lon, lat):
    """Šavrič, Patterson and Jenny, The Equal Earth map projection, 2018."""
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t) / (
        3 * (9 * a[3] * t ** 8 + 7 * a[2] * t ** 6 + 3 * a[1] * t ** 2 + a[0]))
    y = a[3] * t ** 9 + a[2] * t ** 7 + a[1] * t ** 3 + a[0] * t
    scale = WIDTH / (2 * 2.70663)
    return WIDTH / 2 + x * scale, min(1.317 * scale - y * scale, HEIGHT)


def side(points, edge, sign):
    """The part of a ring on one side of a meridian."""
    kept = []
    for a, b in zip(points, points[1:] + points[:1]):
        inside = [(point[0] - edge) * sign >= 0 for point in (a, b)]
        if inside[0]:
            kept.append(a)
        if inside[0] != inside[1]:
            kept.append((edge, a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0])))
    return kept


def cut(points):
    """The parts of a ring on both sides of the meridian of 180°, where the map has its edges."""
    whole = points[:1]
    for lon, lat in points[1:]:
        lon += 360 * round((whole[-1][0] - lon) / 360)
        whole.append((lon, lat))
    parts = [side(side([(lon + turn, lat) for lon, lat in whole], -180, 1), 180, -1) for turn in (-360, 0, 360)]
    return [part for part in parts if len(part) > 2]


def rings(topology):
    """Every country with its rings, holes among them, as lists of degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices):
        points = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    for country in topology["objects"]["countries"]["geometries"]:
        parts = {"Polygon": [country.get("arcs")], "MultiPolygon": country.get("arcs")}.get(country["type"], [])
        yield country, [part for rings in parts for indices in rings for part in cut(ring(indices))]


def area(points):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1])) / 2


def middle(points):
    """The centre of gravity, which lies in most countries."""
    whole = area(points)
    if abs(whole) < 1e-9:
        return points[0]
    cross = [((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]), (a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]))
             for a, b in zip(points, points[1:] + points[:1])]
    return sum(c[0] for c in cross) / (6 * whole), sum(c[1] for c in cross) / (6 * whole)


def path(points):
    """The ring as an SVG path in whole steps, or nothing when it is too small to be seen."""
    whole = []
    for x, y in points:
        point = (round(x), round(y))
        if not whole or point != whole[-1]:
            # A point on the way from one neighbour to the next says nothing.
            if len(whole) > 1:
                (ax, ay), (bx, by) = whole[-2], whole[-1]
                if (bx - ax) * (point[1] - by) == (by - ay) * (point[0] - bx) and \
                        (bx - ax) * (point[0] - bx) + (by - ay) * (point[1] - by) > 0:
                    whole.pop()
            whole.append(point)
    if whole and whole[0] == whole[-1]:
        whole.pop()
    if len(whole) < 3 or abs(area(whole)) < 1.5:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(whole, whole[1:])]
    return f"M{whole[0][0]} {whole[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in steps) + "z"


def main(folder):
    def read(name):
        with open(f"{folder}/{name}", encoding="utf-8") as file:
            return json.load(file)

    with open("src/reference/data/countries.csv", encoding="utf-8") as file:
        code_of = {row["numeric"]: row["alpha2"] for row in csv.DictReader(file) if row["numeric"]}

    def code(country):
        return code_of.get(country.get("id")) or BY_NAME.get(country["properties"]["name"], "")

    places, outlines = {}, {}
    for country, parts in rings(read("countries-50m.json")):
        projected = [[equal_earth(*point) for point in part] for part in parts]
        if projected and code(country):
            largest = max(projected, key=lambda ring: abs(area(ring)))
            # The first of several of one code is the country itself.
            places.setdefault(code(country), middle(largest))
    for alpha2, (lon, lat) in ADDED.items():
        places.setdefault(alpha2, equal_earth(lon, lat))
    for country, parts in rings(read("countries-110m.json")):
        if code(country) == "AQ":
            continue
        for part in parts:
            outlines.setdefault(code(country), []).append(path([equal_earth(*point) for point in part]))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["alpha2", "x", "y", "outline"])
    for alpha2 in sorted(set(places) | set(outlines)):
        x, y = places.get(alpha2, (0, 0))
        out.writerow([alpha2, round(x), round(y), "".join(outlines.get(alpha2, []))])
    missing = set(code_of.values()) - set(places)
    print("without a place:", " ".join(sorted(missing)), file=sys.stderr)


main(sys.argv[1])
