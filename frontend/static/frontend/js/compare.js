// Two days of one view: side by side, under a slider, or one after the other at a press.
import { Lens } from "./lens.js";
import { Sharp, wireButton } from "./sharp.js";

class Compare {
  #card;
  #stage;
  #first = true; // which of the two is on top in "flick"

  constructor(card) {
    this.#card = card;
    this.#stage = card.querySelector("[data-stage]");
    this.#stage.classList.add("is-live");
    this.#stage.tabIndex = 0;
    this.#shape();
    this.#pictures();
    for (const part of card.querySelectorAll("[data-live]")) part.hidden = false;
    for (const button of card.querySelectorAll("button[data-way]")) {
      button.addEventListener("click", () => this.#way(button.dataset.way));
    }
    card.querySelector("[data-swap]").addEventListener("click", () => this.#swap());
    card.querySelector("[data-flick]").addEventListener("click", () => this.#flick(!this.#first));
    const cut = card.querySelector("[data-cut]");
    cut.addEventListener("input", () => this.#stage.style.setProperty("--cut", `${cut.value}%`));
    new Lens(this.#stage, card.querySelector("[data-lens]"));
    this.#way("side");
  }

  #pictures() {
    const images = [...this.#stage.querySelectorAll("img")];
    const button = this.#card.querySelector("[data-show]");
    if (!button) return;
    let told = () => {};
    const sharp = new Sharp(images.map((image) => ({ image, sharp: image.dataset.sharp })), (isShown) => told(isShown));
    told = wireButton(button, sharp);
  }

  /** The frame has the first picture's shape; the second is laid over it by the marks. */
  #shape() {
    this.#stage.style.setProperty("--shape", this.#stage.dataset.shape);
    if (!this.#stage.dataset.fit) return;
    const { width, matrix, shift } = JSON.parse(this.#stage.dataset.fit);
    const image = this.#stage.querySelector('[data-day="after"] img');
    image.style.setProperty("inline-size", `${width}%`);
    image.style.setProperty("transform", `translate(${shift[0]}%, ${shift[1]}%) matrix(${matrix.join(",")}, 0, 0)`);
    this.#stage.classList.add("is-laid");
  }

  #way(way) {
    this.#stage.dataset.way = way;
    for (const button of this.#card.querySelectorAll("button[data-way]")) {
      button.setAttribute("aria-pressed", String(button.dataset.way === way));
    }
    for (const part of this.#card.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== way;
    this.#flick(true);
  }

  #swap() {
    this.#stage.classList.toggle("is-swapped");
    const slider = this.#card.querySelector("[data-sides]");
    const words = slider.textContent;
    slider.textContent = slider.dataset.sides;
    slider.dataset.sides = words;
    this.#flick(this.#first);
  }

  #flick(first) {
    this.#first = first;
    const isSwapped = this.#stage.classList.contains("is-swapped");
    this.#stage.dataset.top = first !== isSwapped ? "before" : "after";
    const day = this.#stage.querySelector(`[data-day="${this.#stage.dataset.top}"]`);
    this.#card.querySelector("[data-which]").textContent = day.dataset.name;
  }
}

for (const card of document.querySelectorAll("[data-compare]")) new Compare(card);
