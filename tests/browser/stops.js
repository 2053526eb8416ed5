// Every element that Tab has to reach, by its place in the document: of a group of radios one is enough.
() => {
  const all = [...document.querySelectorAll("*")];
  const groups = new Map();
  for (const node of all) {
    if (!node.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) continue;
    const target = node.matches("[type=checkbox], [type=radio], [type=file]") ? node.closest("label") ?? node : node;
    if (node.disabled || node.closest("[inert]") || !target.checkVisibility({ visibilityProperty: true })) continue;
    const key = node.type === "radio" ? `radio ${node.name} ${all.indexOf(node.form)}` : all.indexOf(node);
    groups.set(key, [...(groups.get(key) ?? []), all.indexOf(node)]);
  }
  return [...groups.values()];
}
