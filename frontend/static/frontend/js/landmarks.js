// Marking places of a face: tap the photo, drag a ring, or move it with the arrow keys.
import { Sharp, wireButton } from "./sharp.js";

const STEP = 0.25; // per cent of the picture; with Shift ten times that
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** One place: its row of the form, and its ring on the picture once it is marked. */
class Place {
  constructor(row, stage, number) {
    this.row = row;
    this.stage = stage;
    [this.x, this.y] = row.querySelectorAll("input");
    this.choose = row.querySelector("[data-choose]");
    this.marker = document.createElement("button");
    this.marker.type = "button";
    this.marker.className = "marker";
    const label = document.createElement("b");
    label.textContent = String(number);
    this.marker.append(label);
    this.marker.addEventListener("keydown", (event) => this.#key(event));
    this.marker.addEventListener("pointerdown", (event) => this.#drag(event));
    row.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    row.querySelector("[data-do]").hidden = false;
    row.querySelector("[data-numbers]").hidden = true;
    stage.append(this.marker);
    this.draw();
  }

  get isMarked() {
    return this.x.value !== "" && this.y.value !== "";
  }

  put(x, y) {
    this.x.value = within(x).toFixed(2);
    this.y.value = within(y).toFixed(2);
    this.draw();
  }

  clear() {
    this.x.value = "";
    this.y.value = "";
    this.draw();
    this.choose.focus();
  }

  draw() {
    const { label, at, none } = this.row.dataset;
    const told = at.replace("%1", Math.round(this.x.value)).replace("%2", Math.round(this.y.value));
    this.row.querySelector("[data-told]").textContent = this.isMarked ? told : none;
    this.marker.hidden = !this.isMarked;
    this.marker.setAttribute("aria-label", `${label}: ${told}`);
    this.marker.style.setProperty("left", `${this.x.value}%`);
    this.marker.style.setProperty("top", `${this.y.value}%`);
    this.row.querySelector("[data-clear]").hidden = !this.isMarked;
  }

  #key(event) {
    const towards = KEYS[event.key];
    if (!towards) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP * 10 : STEP;
    this.put(Number(this.x.value) + towards[0] * step, Number(this.y.value) + towards[1] * step);
  }

  #drag(event) {
    event.stopPropagation();
    this.marker.setPointerCapture(event.pointerId);
    const moved = (next) => this.put(...placeOf(next, this.stage));
    this.marker.addEventListener("pointermove", moved);
    this.marker.addEventListener("lostpointercapture", () => this.marker.removeEventListener("pointermove", moved), { once: true });
  }
}

function within(value) {
  return Math.min(100, Math.max(0, value));
}

/** Where a pointer is, in per cent of the picture. */
function placeOf(event, stage) {
  const box = stage.getBoundingClientRect();
  return [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height];
}

function enhance(form) {
  const stage = form.querySelector("[data-stage]");
  const places = [...form.querySelectorAll("[data-mark]")].map((row, index) => new Place(row, stage, index + 1));
  let chosen = null;
  const choose = (place) => {
    chosen = place;
    for (const each of places) each.choose.setAttribute("aria-pressed", String(each === place));
  };
  for (const place of places) {
    place.choose.addEventListener("click", () => {
      choose(place);
      if (!place.isMarked) place.put(50, 50);
      place.marker.focus();
    });
  }
  stage.addEventListener("click", (event) => {
    if (event.target.closest(".marker") || !chosen) return;
    chosen.put(...placeOf(event, stage));
    const next = places.find((place) => !place.isMarked && !place.row.closest("details"));
    choose(next ?? chosen);
  });
  choose(places.find((place) => !place.isMarked) ?? places[0]);
  stage.classList.add("is-live");
  form.querySelector("[data-how]").hidden = false;
  let told = () => {};
  const image = stage.querySelector("img");
  const sharp = new Sharp([{ image, sharp: image.dataset.sharp }], (isShown) => told(isShown));
  told = wireButton(form.querySelector("[data-show]"), sharp);
}

document.querySelectorAll("[data-landmarks]").forEach(enhance);
