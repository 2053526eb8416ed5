// A reviewer of colours: each thing on this page in a level's colour that says it by colour alone; empty where none does.
() => {
  const LEVELS = { emergency: ["octagon", /emergency/i], urgent: ["triangle", /urgent/i], review: ["circle", /review/i], usual: ["leaf", /usual/i] };
  const TONES = ["emergency", "emergency-bg", "bar", "urgent", "urgent-bg", "review", "review-bg", "good", "good-bg"];
  const WITH_SHAPE = ".timer, .status, .field-error, .error-summary, .help-link, .button--danger, .note--good[role=status]";
  const WITH_WORDS = ".note, .field--error, .signs, .dot, .field, .withdrawn, .photo__frame";
  const faults = [];
  const style = (node, part) => getComputedStyle(node, part);
  const probe = document.body.appendChild(document.createElement("i"));
  const tones = new Set(TONES.map((tone) => { probe.style.setProperty("color", `var(--${tone})`); return style(probe).color; }));
  probe.remove();
  const name = (node) => `<${node.localName} class="${node.getAttribute("class") ?? ""}"> "${node.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 1;
  const hasWords = (node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const isToned = (node) => {
    const { backgroundColor, color, borderTopColor, borderTopWidth, borderLeftColor, borderLeftWidth } = style(node);
    const edges = [[borderTopColor, borderTopWidth], [borderLeftColor, borderLeftWidth]];
    return tones.has(backgroundColor) || edges.some(([tone, width]) => parseFloat(width) > 0 && tones.has(tone)) || (hasWords(node) && tones.has(color));
  };
  const shapesOf = (node) => [...node.querySelectorAll("use")].filter(isSeenIn).map((use) => use.href.baseVal.split("#")[1]);
  function isSeenIn(use) { return isSeen(use.closest("svg")); }

  for (const level of document.querySelectorAll(".level, .care__head")) {
    if (!isSeen(level)) continue;
    const [, kind] = (level.closest(".level, .care").className.match(/(?:level|care)--(\w+)/) ?? []);
    if (!(kind in LEVELS)) continue;
    const [shape, word] = LEVELS[kind];
    if (!shapesOf(level).includes(shape)) faults.push(`no ${shape}: ${name(level)}`);
    if (!word.test(level.textContent)) faults.push(`the word of its level is missing: ${name(level)}`);
  }
  for (const node of document.body.querySelectorAll("*")) {
    if (node.closest("svg, .clinic, .level, .care, noscript, template") || !isSeen(node) || !isToned(node)) continue;
    const shaped = node.closest(WITH_SHAPE);
    const item = shaped ?? node.closest(WITH_WORDS);
    if (item === null) faults.push(`coloured, and no item that is known: ${name(node)}`);
    else if (!item.parentElement.innerText.trim()) faults.push(`no words: ${name(item)}`);
    else if (shaped && !shapesOf(shaped).length) faults.push(`no shape: ${name(shaped)}`);
  }
  return [...new Set(faults)];
}
