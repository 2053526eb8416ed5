// Two days over one another: the sharp files are fetched only when she asks, and let go soon.
const SHOWN_FOR = 120_000;

/** Wire one [data-compare] card: a button shows the overlay, the range moves its edge. */
export function enhance(card) {
  const over = card.querySelector("[data-over]");
  const button = card.querySelector("[data-show-over]");
  if (!over || !button) return;
  const words = { show: button.textContent, hide: button.dataset.hide };
  const set = (isShown) => lay(over, button, words, isShown);
  button.hidden = false;
  button.addEventListener("click", () => set(over.hidden));
  over.querySelector("[data-cut]").addEventListener("input", (event) => cut(over, event.target.value));
  document.addEventListener("visibilitychange", () => document.hidden && set(false));
}

let timer = 0;

function lay(over, button, words, isShown) {
  over.hidden = !isShown;
  button.textContent = isShown ? words.hide : words.show;
  button.setAttribute("aria-expanded", String(isShown));
  for (const image of over.querySelectorAll("[data-sharp]")) {
    if (isShown) image.src = image.dataset.sharp;
    else image.removeAttribute("src");
  }
  clearTimeout(timer);
  if (isShown) timer = setTimeout(() => lay(over, button, words, false), SHOWN_FOR);
}

function cut(over, percent) {
  over.querySelector(".compare__stack").style.setProperty("--cut", `${percent}%`);
}

for (const card of document.querySelectorAll("[data-compare]")) enhance(card);
