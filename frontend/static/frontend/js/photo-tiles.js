// Photos stay blurred until she taps one: the sharp file is fetched then, and blurred again soon.
const SHARP_FOR = 120_000;

function blur(tile) {
  const image = tile.querySelector("img");
  if (!tile.dataset.blurred) return;
  image.src = tile.dataset.blurred;
  delete tile.dataset.blurred;
  tile.setAttribute("aria-pressed", "false");
  tile.querySelector(".photo__do").hidden = false;
}

function sharpen(tile) {
  const image = tile.querySelector("img");
  tile.dataset.blurred = image.src;
  image.src = tile.dataset.photo;
  tile.setAttribute("aria-pressed", "true");
  tile.querySelector(".photo__do").hidden = true;
  setTimeout(() => blur(tile), SHARP_FOR);
}

for (const tile of document.querySelectorAll("[data-photo]")) {
  tile.addEventListener("click", () => (tile.dataset.blurred ? blur(tile) : sharpen(tile)));
}
for (const all of document.querySelectorAll("[data-show-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => {
    document.querySelectorAll("[data-photo]").forEach((tile) => tile.dataset.blurred || sharpen(tile));
  });
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) document.querySelectorAll("[data-photo]").forEach(blur);
});
