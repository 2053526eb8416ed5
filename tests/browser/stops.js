// Every element that Tab has to reach, by a number of its own: of a group of radios one is enough.
() => {
  const known = (window.stops ??= []); // a number holds though the document grows meanwhile
  const numberOf = (node) => (known.includes(node) ? known.indexOf(node) : known.push(node) - 1);
  const all = [...document.querySelectorAll("*")];
  const groups = new Map();
  for (const node of all) {
    if (!node.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) continue;
    const target = node.matches("[type=checkbox], [type=radio], [type=file]") ? node.closest("label") ?? node : node;
    if (node.disabled || node.closest("[inert]") || !target.checkVisibility({ visibilityProperty: true })) continue;
    const key = node.type === "radio" ? `radio ${node.name} ${all.indexOf(node.form)}` : all.indexOf(node);
    groups.set(key, [...(groups.get(key) ?? []), numberOf(node)]);
  }
  return [...groups.values()];
}
