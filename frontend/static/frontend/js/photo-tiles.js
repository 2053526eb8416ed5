// Photos stay blurred until she taps one: the sharp file is fetched then, and blurred again soon.
import { Sharp, speaker } from "./sharp.js";

const tiles = [...document.querySelectorAll("[data-photo]")].map((tile) => {
  const picture = { image: tile.querySelector("img"), sharp: tile.dataset.photo };
  const does = tile.querySelector(".photo__do");
  const words = { blurred: does.textContent, loading: does.dataset.loading, failed: does.dataset.failed };
  const said = speaker(tile);
  const sharp = new Sharp([picture], (state) => {
    tile.setAttribute("aria-pressed", String(state === "shown"));
    does.hidden = state === "shown";
    does.textContent = words[state] ?? "";
    said.textContent = state === "failed" ? words.failed : "";
  });
  tile.addEventListener("click", () => sharp.toggle());
  return sharp;
});

/** A picture that did not come leaves its plain frame, not the browser's torn one. */
function showIfThere({ target }) {
  if (target.closest?.(".photo__frame")) target.toggleAttribute("data-torn", target.complete && !target.naturalWidth);
}

for (const news of ["error", "load"]) document.addEventListener(news, showIfThere, true);
document.querySelectorAll(".photo__frame img").forEach((target) => showIfThere({ target }));

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
