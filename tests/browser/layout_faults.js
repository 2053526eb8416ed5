// What is wrong with the page as it stands, in sentences; an empty list where nothing is.
() => {
  const faults = [];
  const name = (node) => {
    const words = (node.innerText || node.value || node.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${node.localName} class="${node.getAttribute("class") ?? ""}"> "${words}"`;
  };
  const style = (node) => getComputedStyle(node);
  const box = (node) => node.getBoundingClientRect();
  const within = (node, selector) => node.closest(selector) !== null;
  const isHiddenText = (node) => {
    for (let each = node; each; each = each.parentElement) {
      if (style(each).clipPath.startsWith("inset(50%")) return true;
    }
    return false;
  };
  const isSeen = (node) =>
    node.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !isHiddenText(node) && box(node).bottom + scrollY > 0;
  const inBar = (node) => within(node, ".tabs, .advance, .rail, .shutter-bar");
  const round = (number) => Math.round(number);

  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) faults.push(`the page is ${wide} px wider than its window`);

  // Texts: each element that holds words of its own, with the rectangles of those words.
  const texts = [];
  for (const node of document.body.querySelectorAll("*")) {
    if (within(node, "svg, noscript, template, script, option") || !isSeen(node)) continue;
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.TEXT_NODE || !child.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(child);
      texts.push({ node, rects: [...range.getClientRects()].filter(({ width, height }) => width && height) });
    }
  }

  for (const { node, rects } of texts) {
    if (within(node, ".scroll-x, .views")) continue; // scrolls by itself
    const target = node.closest(".place, .button, .choice, .chip");
    for (const rect of rects) {
      const isBeyond = target && (rect.left < box(target).left - 1 || rect.right > box(target).right + 1);
      if (isBeyond) faults.push(`beyond its target: ${name(target)}`);
      if (rect.left < -1 || rect.right > innerWidth + 1) faults.push(`cut by the window: ${name(node)}`);
      for (let around = node; around && around !== document.body; around = around.parentElement) {
        if (["visible", "auto", "scroll"].includes(style(around).overflowX)) continue;
        const frame = box(around);
        const isCut = rect.left < frame.left - 1 || rect.right > frame.right + 1 || rect.top < frame.top - 1 || rect.bottom > frame.bottom + 1;
        if (isCut) faults.push(`cut by ${name(around)}: ${name(node)}`);
      }
    }
  }

  const free = texts.filter(({ node }) => !inBar(node));
  free.forEach((one, at) => {
    for (const other of free.slice(at + 1)) {
      if (one.node === other.node) continue;
      for (const a of one.rects) {
        for (const b of other.rects) {
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (across > 2 && down > 4) faults.push(`over one another by ${round(across)} by ${round(down)} px: ${name(one.node)} and ${name(other.node)}`);
        }
      }
    }
  });

  for (const icon of document.body.querySelectorAll(".icon")) {
    const { width, height } = box(icon);
    if (isSeen(icon) && width < height - 2) faults.push(`squeezed to ${round(width)} by ${round(height)} px: an icon in ${name(icon.parentElement)}`);
  }

  // Targets: 48 by 48, at the clinic's desk 32 and on its phones 24, a place of the face 44; a link inside a sentence is as high as its line.
  const isClinic = document.querySelector(".desk") !== null;
  const smallest = !isClinic ? 48 : window.innerWidth >= 1024 ? 32 : 24;
  const inSentence = (node) =>
    node.localName === "a" && style(node).display === "inline" && node.parentElement.innerText.trim() !== node.innerText.trim();
  for (const node of document.body.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    const label = node.matches("[type=checkbox], [type=radio], [type=file]") ? node.closest("label") : null;
    const target = label ?? node;
    if (!isSeen(target) || inSentence(node)) continue;
    const least = target.matches(".place") ? 44 : smallest;
    const { width, height } = box(target);
    if (width < least - 0.6 || height < least - 0.6) faults.push(`${round(width)} by ${round(height)} px is small: ${name(target)}`);
  }
  return [...new Set(faults)];
}
