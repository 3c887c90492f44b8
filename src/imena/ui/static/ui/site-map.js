/* The map of a site: what the server drew, to be moved and looked at closely. Without it the plan stands. */
"use strict";

(async () => {
  const place = document.getElementById("map");
  if (!place || typeof L === "undefined") return;
  const answer = await fetch(place.dataset.address, { credentials: "same-origin" });
  if (!answer.ok) return;
  const site = await answer.json();
  place.hidden = false;
  document.querySelector("details.plan-below").open = false;

  const map = L.map(place, {
    crs: planOf(site.tiles),
    minZoom: site.tiles ? 15 : -3,
    maxZoom: site.tiles ? 24 : 7,
    zoomSnap: 0.25,
    zoomControl: false,
    attributionControl: false,
  });
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", place.dataset.label);
  L.control.zoom({ zoomInTitle: site.words.in, zoomOutTitle: site.words.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const bounds = L.latLngBounds(site.marks.map((mark) => [mark.north, mark.east]));
  if (site.picture) bounds.extend(site.picture.corners);
  map.fitBounds(bounds.isValid() ? bounds.pad(0.05) : [[-20, -20], [20, 20]]);
  if (site.tiles) L.tileLayer(site.tiles.href, { maxZoom: 24, maxNativeZoom: 19 }).addTo(map);
  if (site.picture) L.imageOverlay(site.picture.href, site.picture.corners, { opacity: 0.85, alt: "" }).addTo(map);
  drawGrid(map, bounds);

  const marks = site.marks.map((mark) => ({ ...mark, layer: markerOf(mark, site) }));
  const form = document.querySelector("form.map-filters");
  const filter = () => {
    const states = new Set([...form.querySelectorAll("input[name=state]:checked")].map((each) => each.value));
    const kind = form.elements.differs.value;
    let shown = 0;
    for (const mark of marks) {
      const wanted = (!states.size || states.has(mark.state)) &&
        (!kind || (kind === "any" ? mark.differs : mark.kinds.includes(kind)));
      if (wanted) { mark.layer.addTo(map); shown += 1; } else { mark.layer.remove(); }
    }
    document.getElementById("map-count").textContent = shown;
  };
  form.addEventListener("change", filter);
  filter();
  map.on("zoomend", () => sizeMarks(map, place));
  sizeMarks(map, place);
  window.addEventListener("beforeprint", () => { document.querySelector("details.plan-below").open = true; });
})();

/* Marks are drawn as large as three metres of the ground, and never too small to be told apart or too large. */
function sizeMarks(map, place) {
  const metre = Math.abs(map.latLngToLayerPoint([0, 1]).x - map.latLngToLayerPoint([0, 0]).x);
  place.dataset.marks = 3 * metre < 12 ? "small" : 3 * metre < 20 ? "middle" : "large";
}

/* Metres of the plan to the map. With tiles, the plan is laid into the square of the world that tiles are cut from. */
function planOf(tiles) {
  if (!tiles) return L.CRS.Simple;
  return L.extend({}, L.CRS.Simple, {
    transformation: new L.Transformation(tiles.scale, tiles.east, -tiles.scale, tiles.south),
    scale: (zoom) => 256 * 2 ** zoom,
    zoom: (scale) => Math.log2(scale / 256),
  });
}

/* A mark: the shape of its state, with a popup that leads to its page. */
function markerOf(mark, site) {
  const name = [mark.label, ...mark.said].join(": ");
  const icon = L.divIcon({ className: "map-mark", iconSize: [24, 24], html: shapeOf(mark, site) });
  const marker = L.marker([mark.north, mark.east], { icon, keyboard: true, title: name, alt: name });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", name));
  const words = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = mark.label;
  words.append(title);
  for (const said of mark.said) {
    const line = document.createElement("p");
    line.textContent = said;
    words.append(line);
  }
  const link = document.createElement("a");
  link.href = mark.href;
  link.textContent = site.words.open;
  words.append(link);
  return marker.bindPopup(words);
}

function shapeOf(mark, site) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "-12 -12 24 24");
  made.setAttribute("width", "24");
  made.setAttribute("height", "24");
  made.setAttribute("aria-hidden", "true");
  const paths = [[site.shapes[mark.state], `mark mark-${mark.state}`]];
  if (site.picture) paths.unshift([site.shapes[mark.state], "map-halo"]);
  if (mark.mass) paths.unshift(["M-14 -9H14V9H-14Z", "mark mark-mass"]);
  if (mark.differs) paths.push(["M3 -8H10L6.5 -2.5Z", "mark mark-flag"]);
  for (const [data, kind] of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", data);
    path.setAttribute("class", kind);
    made.append(path);
  }
  return made;
}

/* Lines every ten metres. */
function drawGrid(map, bounds) {
  if (!bounds.isValid()) return;
  const step = 10;
  const [west, east] = [Math.floor(bounds.getWest() / step) * step - step, Math.ceil(bounds.getEast() / step) * step + step];
  const [south, north] = [Math.floor(bounds.getSouth() / step) * step - step, Math.ceil(bounds.getNorth() / step) * step + step];
  const style = { className: "map-grid", interactive: false, weight: 1 };
  if ((east - west) * (north - south) > 4e6) return;
  for (let x = west; x <= east; x += step) L.polyline([[south, x], [north, x]], style).addTo(map);
  for (let y = south; y <= north; y += step) L.polyline([[y, west], [y, east]], style).addTo(map);
}
