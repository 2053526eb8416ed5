// Photos stay blurred until she taps one: the sharp file is fetched then, and blurred again soon.
import { Sharp } from "./sharp.js";

const tiles = [...document.querySelectorAll("[data-photo]")].map((tile) => {
  const picture = { image: tile.querySelector("img"), sharp: tile.dataset.photo };
  const sharp = new Sharp([picture], (isShown) => {
    tile.setAttribute("aria-pressed", String(isShown));
    tile.querySelector(".photo__do").hidden = isShown;
  });
  tile.addEventListener("click", () => sharp.toggle());
  return sharp;
});

/** Where she has said so in Settings they are sharp while she looks: not for longer, nor in the background. */
function showIfWanted() {
  if (document.documentElement.dataset.blur === "off" && !document.hidden) tiles.forEach((sharp) => sharp.show());
}

showIfWanted();
document.addEventListener("visibilitychange", showIfWanted);
for (const all of document.querySelectorAll("[data-show-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => tiles.forEach((sharp) => sharp.show()));
}
