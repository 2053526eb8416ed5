// Where the focus stands now: which stop that is, and in sentences what is wrong with it there.
() => {
  const here = document.activeElement;
  if (here === null || here === document.body || here === document.documentElement) return null;
  const known = (window.stops ??= []); // as stops.js numbers them
  const style = (node) => getComputedStyle(node);
  const row = here.closest(".choice, .tick, .place, .drop, .pick, .case, label");
  const rings = [here, row, row?.closest(".tick, .drop, .case") ?? null];
  const name = `<${here.localName} class="${here.getAttribute("class") ?? ""}"> "${(here.innerText || here.getAttribute("aria-label") || here.name || "").trim().slice(0, 40)}"`;
  const faults = [];
  const isRinged = (node) => node !== null && style(node).outlineStyle !== "none" && parseFloat(style(node).outlineWidth) >= 2;
  if (!rings.some(isRinged)) faults.push(`no ring: ${name}`);
  const { left, right, top, bottom } = (row ?? here).getBoundingClientRect();
  const inner = [[left + 4, top + 4], [right - 4, top + 4], [left + 4, bottom - 4], [right - 4, bottom - 4], [(left + right) / 2, (top + bottom) / 2]];
  const isHit = ([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && ((row ?? here).contains(hit) || hit.contains(here));
  };
  if (!inner.some(isHit)) faults.push(`out of sight: ${name}`);
  return { at: known.includes(here) ? known.indexOf(here) : known.push(here) - 1, name, faults };
}
