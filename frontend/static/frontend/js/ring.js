// A ring around a bruise: drag it on the photo, turn its five numbers, or use the keyboard.
import { Sharp, wireButton } from "./sharp.js";

const KEYS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };
const SIZES = { "+": 1.08, "=": 1.08, "-": 1 / 1.08 };

class Ring {
  #parts;
  #stage;
  #begin;

  constructor(form) {
    this.#stage = form.querySelector("[data-stage]");
    this.#parts = Object.fromEntries(["x", "y", "wide", "high", "turn"].map((name) => [name, form.elements[name]]));
    this.#begin = form.querySelector("[data-begin]");
    form.querySelector("[data-how]").hidden = false;
    this.#stage.classList.add("is-live", "is-ringing");
    this.#stage.tabIndex = 0;
    this.#turners();
    this.#begin.querySelector("button").addEventListener("click", () => this.#middle());
    this.#stage.addEventListener("keydown", (event) => this.#key(event));
    this.#stage.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#wireShow(form);
    this.draw();
  }

  get isDrawn() {
    return this.#parts.x.value !== "";
  }

  set(values) {
    for (const [name, value] of Object.entries(values)) {
      const { min, max } = this.#parts[name];
      this.#parts[name].value = Math.min(Number(max), Math.max(Number(min), value)).toFixed(2);
    }
    if (this.#parts.turn.value === "") this.#parts.turn.value = "0";
    this.draw();
  }

  draw() {
    const { x, y, wide, high, turn } = this.#numbers();
    const view = this.#stage.querySelector("svg").viewBox.baseVal;
    const [cx, cy] = [(x * view.width) / 100, (y * view.height) / 100];
    for (const ellipse of this.#stage.querySelectorAll("ellipse")) {
      ellipse.setAttribute("cx", cx);
      ellipse.setAttribute("cy", cy);
      ellipse.setAttribute("rx", this.isDrawn ? (wide * view.width) / 200 : 0);
      ellipse.setAttribute("ry", this.isDrawn ? (high * view.width) / 200 : 0);
      ellipse.setAttribute("transform", `rotate(${turn} ${cx} ${cy})`);
    }
    this.#begin.hidden = this.isDrawn;
    this.#begin.nextElementSibling.hidden = !this.isDrawn;
  }

  #numbers() {
    return Object.fromEntries(Object.entries(this.#parts).map(([name, part]) => [name, Number(part.value)]));
  }

  /** Native range inputs where a script runs; an empty number stays empty until there is a ring. */
  #turners() {
    for (const part of Object.values(this.#parts)) {
      const value = part.value;
      if (value !== "") this.#slide(part);
      part.addEventListener("input", () => this.draw());
    }
  }

  #slide(part) {
    part.step = "0.25";
    part.type = "range";
  }

  #middle() {
    this.set(Object.fromEntries(Object.entries(this.#parts).map(([name, part]) => [name, Number(part.dataset.usual)])));
    Object.values(this.#parts).forEach((part) => this.#slide(part));
    this.#stage.focus();
  }

  #key(event) {
    if (event.target !== this.#stage || !this.isDrawn || event.ctrlKey || event.metaKey) return;
    const now = this.#numbers();
    const towards = KEYS[event.key];
    const times = SIZES[event.key];
    if (towards) this.set({ [towards[0]]: now[towards[0]] + towards[1] * (event.shiftKey ? 4 : 0.5) });
    else if (times) this.set({ wide: now.wide * times, high: now.high * times });
    else return;
    event.preventDefault();
  }

  /** From corner to corner of the box around the ring; a drag that begins inside moves it. */
  #drag(event) {
    if (event.button !== 0) return;
    const box = this.#stage.getBoundingClientRect();
    const at = (e) => [(100 * (e.clientX - box.left)) / box.width, (100 * (e.clientY - box.top)) / box.height];
    const [x, y] = at(event);
    const now = this.#numbers();
    const shape = box.height / box.width;
    const isInside = this.isDrawn && Math.hypot((x - now.x) / now.wide, ((y - now.y) * shape) / now.high) < 0.5;
    const moved = (e) => {
      const [toX, toY] = at(e);
      if (isInside) this.set({ x: now.x + toX - x, y: now.y + toY - y });
      else if (Math.hypot(toX - x, toY - y) > 2) {
        this.set({ x: (x + toX) / 2, y: (y + toY) / 2, wide: Math.abs(toX - x), high: Math.abs(toY - y) * shape, turn: 0 });
        Object.values(this.#parts).forEach((part) => this.#slide(part));
      }
    };
    this.#stage.setPointerCapture(event.pointerId);
    this.#stage.addEventListener("pointermove", moved);
    this.#stage.addEventListener("lostpointercapture", () => this.#stage.removeEventListener("pointermove", moved), { once: true });
  }

  #wireShow(form) {
    const image = this.#stage.querySelector("img");
    let told = () => {};
    const sharp = new Sharp([{ image, sharp: image.dataset.sharp }], (isShown) => told(isShown));
    told = wireButton(form.querySelector("[data-show]"), sharp);
  }
}

document.querySelectorAll("[data-ring]").forEach((form) => new Ring(form));
