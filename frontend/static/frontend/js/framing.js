// Does this look stand as her last photo of the view did? Edges are compared, so that other light
// changes little. No face is looked for: where the two have too little in common, nothing is said.
export const WIDE = 30;
export const HIGH = 40;
const SCALES = [1, 0.8, 1.25];
const REACH = 5; // cells to each side: a sixth of the width
const ALIKE_FROM = 0.4;
const BETTER_BY = 0.12;
const MARGIN = 4; // cells at the edge that are left out of the comparison

/** How the edges of a grey picture {levels, width, height} lie: WIDE × HIGH strengths. */
export function edgesOf(grey) {
  const cells = shrunk(grey);
  const edges = new Float32Array(WIDE * HIGH);
  for (let y = 1; y < HIGH - 1; y += 1) {
    for (let x = 1; x < WIDE - 1; x += 1) {
      const at = y * WIDE + x;
      edges[at] = Math.hypot(cells[at + 1] - cells[at - 1], cells[at + WIDE] - cells[at - WIDE]);
    }
  }
  return edges;
}

function shrunk({ levels, width, height }) {
  const [sums, counts] = [new Float32Array(WIDE * HIGH), new Float32Array(WIDE * HIGH)];
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * HIGH) / height) * WIDE;
    for (let x = 0; x < width; x += 1) {
      const cell = row + Math.floor((x * WIDE) / width);
      sums[cell] += levels[y * width + x];
      counts[cell] += 1;
    }
  }
  return sums.map((sum, at) => sum / Math.max(1, counts[at]));
}

/** "back" (too near), "closer" (too far), "lineUp" (beside it), or null: in place, or not to tell. */
export function framingOf(now, earlier) {
  const here = likeness(now, earlier, { scale: 1, dx: 0, dy: 0 });
  let best = { score: here, scale: 1, dx: 0, dy: 0 };
  for (const scale of SCALES) {
    for (let dy = -REACH; dy <= REACH; dy += 1) {
      for (let dx = -REACH; dx <= REACH; dx += 1) {
        const score = likeness(now, earlier, { scale, dx, dy });
        if (score > best.score) best = { score, scale, dx, dy };
      }
    }
  }
  if (best.score < ALIKE_FROM || best.score - here < BETTER_BY) return null;
  if (best.scale !== 1) return best.scale > 1 ? "back" : "closer";
  return "lineUp";
}

/** Correlation, -1 to 1, of the earlier edges with today's, looked up larger and beside. */
function likeness(now, earlier, { scale, dx, dy }) {
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = MARGIN; y < HIGH - MARGIN; y += 1) {
    const row = Math.round((y - HIGH / 2) * scale + HIGH / 2) + dy;
    if (row < 1 || row >= HIGH - 1) continue;
    for (let x = MARGIN; x < WIDE - MARGIN; x += 1) {
      const column = Math.round((x - WIDE / 2) * scale + WIDE / 2) + dx;
      if (column < 1 || column >= WIDE - 1) continue;
      const [was, is] = [earlier[y * WIDE + x], now[row * WIDE + column]];
      n += 1; a += was; b += is; aa += was * was; bb += is * is; ab += was * is;
    }
  }
  const spread = Math.sqrt((aa - (a * a) / n) * (bb - (b * b) / n));
  return spread > 0 ? (ab - (a * b) / n) / spread : 0;
}
