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

/** Without a line no picture comes: then the frame stands empty, and shows no broken one. */
for (const image of document.querySelectorAll(".photo__frame img")) {
  const show = () => image.classList.toggle("is-away", image.complete && image.naturalWidth === 0);
  for (const news of ["error", "load"]) image.addEventListener(news, show);
  show();
}

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
