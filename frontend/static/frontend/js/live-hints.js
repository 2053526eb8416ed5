// What can be measured in a picture without looking for a face: light, fine detail, movement.
// The same measures and limits as the server's (imaging/quality.py), so that both say the same.
export const DARK_BELOW = 0.42;
export const CLIPPED_FROM = 245;
export const BRIGHT_ABOVE = 0.25;
export const BLURRED_BELOW = 0.8;
export const MOVING_ABOVE = 5; // grey levels between two looks, a quarter of a second apart
const BRIGHTEST_SHARE = 0.05;
const DARKEST = 16; // grey levels: nothing is divided by less
const BEST_SHARE = 1 / 8; // of the tiles: a face in focus before a soft wall is sharp

/** Grey levels 0 to 255 of a canvas, row by row: {levels, width, height}. */
export function greyOf(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
  const levels = new Uint8Array(width * height);
  for (let at = 0; at < levels.length; at += 1) {
    levels[at] = (data[4 * at] * 299 + data[4 * at + 1] * 587 + data[4 * at + 2] * 114) / 1000;
  }
  return { levels, width, height };
}

/** Where the brightest twentieth begins, 0 to 1: dark skin in good light is not a dark photo. */
export function brightest({ levels }) {
  const counts = new Uint32Array(256);
  for (const level of levels) counts[level] += 1;
  let left = BRIGHTEST_SHARE * levels.length;
  for (let level = 255; level >= 0; level -= 1) {
    left -= counts[level];
    if (left <= 0) return level / 255;
  }
  return 0;
}

/** Share of the middle half that is burnt out. */
export function clipped({ levels, width, height }) {
  const [left, top] = [width >> 2, height >> 2];
  let [burnt, all] = [0, 0];
  for (let y = top; y < height - top; y += 1) {
    for (let x = left; x < width - left; x += 1, all += 1) burnt += levels[y * width + x] >= CLIPPED_FROM;
  }
  return burnt / all;
}

/** Difference from a slightly blurred self in the best tiles, per cent of the light there. */
export function fineDetail(grey, tiles = 12) {
  const sums = Array.from({ length: tiles * tiles }, () => ({ fine: 0, light: 0, count: 0 }));
  const { levels, width, height } = grey;
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * tiles) / height) * tiles;
    for (let x = 0; x < width; x += 1) {
      const tile = sums[row + Math.floor((x * tiles) / width)];
      tile.fine += Math.abs(levels[y * width + x] - Math.round(around(grey, x, y)));
      tile.light += levels[y * width + x];
      tile.count += 1;
    }
  }
  const shares = sums.map(({ fine, light, count }) => (100 * fine) / Math.max(light, DARKEST * count));
  const best = shares.sort((a, b) => b - a).slice(0, Math.max(1, Math.floor(shares.length * BEST_SHARE)));
  return best.reduce((sum, share) => sum + share, 0) / best.length;
}

function around({ levels, width, height }, x, y) {
  let sum = 0;
  for (let dy = -1; dy <= 1; dy += 1) {
    const row = Math.min(height - 1, Math.max(0, y + dy)) * width;
    for (let dx = -1; dx <= 1; dx += 1) sum += levels[row + Math.min(width - 1, Math.max(0, x + dx))];
  }
  return sum / 9;
}

/** Mean change between two looks, in grey levels; 0 where there is no earlier one. */
export function moved({ levels }, before) {
  if (!before || before.levels.length !== levels.length) return 0;
  let sum = 0;
  for (let at = 0; at < levels.length; at += 1) sum += Math.abs(levels[at] - before.levels[at]);
  return sum / levels.length;
}

/** "dark", "bright", "blurred" or null; grey is half of what the server would look at. */
export function adviceOn(grey) {
  if (brightest(grey) < DARK_BELOW) return "dark";
  if (clipped(grey) > BRIGHT_ABOVE) return "bright";
  return fineDetail(grey) < BLURRED_BELOW ? "blurred" : null;
}

/** The one hint that helps most now; framing is a code of framing.js, or null. */
export function hintOn({ look, before, detail, framing }) {
  if (brightest(look) < DARK_BELOW) return "dark";
  if (clipped(look) > BRIGHT_ABOVE) return "bright";
  if (moved(look, before) > MOVING_ABOVE) return "moving";
  if (fineDetail(detail, 4) < BLURRED_BELOW) return "blurred";
  return framing ?? "good";
}
