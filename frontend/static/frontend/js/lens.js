// Zoom and pan of several pictures together: buttons, keys, drag and wheel do the same.
const MOST = 6;
const STEP = 1.5;
const NUDGE = 0.1; // of the frame
const KEYS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** stage holds the pictures and the keyboard's focus; bar holds [data-zoom] and [data-pan]. */
export class Lens {
  #stage;
  #bar;
  #zoom = 1;
  #x = 0; // of the frame's width and height, from the middle
  #y = 0;

  constructor(stage, bar) {
    this.#stage = stage;
    this.#bar = bar;
    bar.hidden = false;
    bar.addEventListener("click", (event) => this.#pressed(event.target.closest("button")));
    stage.addEventListener("keydown", (event) => this.#key(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#draw();
  }

  zoomTo(zoom) {
    this.#zoom = Math.min(MOST, Math.max(1, zoom));
    this.#draw();
  }

  move(x, y) {
    this.#x += x;
    this.#y += y;
    this.#draw();
  }

  #pressed(button) {
    if (!button) return;
    if (button.dataset.pan) {
      const [x, y] = button.dataset.pan.split(" ").map(Number);
      this.move(x * NUDGE, y * NUDGE);
    } else {
      this.zoomTo({ in: this.#zoom * STEP, out: this.#zoom / STEP, whole: 1 }[button.dataset.zoom]);
    }
  }

  #key(event) {
    if (event.target !== this.#stage || event.ctrlKey || event.metaKey || event.altKey) return;
    const towards = KEYS[event.key];
    const zoom = { "+": STEP, "=": STEP, "-": 1 / STEP, 0: 1 / MOST }[event.key];
    if (towards && this.#zoom > 1) this.move(towards[0] * NUDGE, towards[1] * NUDGE);
    else if (zoom) this.zoomTo(this.#zoom * zoom);
    else return;
    event.preventDefault();
  }

  /** The page still scrolls over the pictures unless she works in them. */
  #wheel(event) {
    if (!event.ctrlKey && document.activeElement !== this.#stage) return;
    event.preventDefault();
    this.zoomTo(this.#zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2));
  }

  #drag(event) {
    if (this.#zoom === 1 || event.button !== 0) return;
    const frame = event.target.closest("[data-frame]");
    if (!frame) return;
    let [x, y] = [event.clientX, event.clientY];
    const { width, height } = frame.getBoundingClientRect();
    const moved = (next) => {
      this.move((next.clientX - x) / width, (next.clientY - y) / height);
      [x, y] = [next.clientX, next.clientY];
    };
    frame.setPointerCapture(event.pointerId);
    frame.addEventListener("pointermove", moved);
    frame.addEventListener("lostpointercapture", () => frame.removeEventListener("pointermove", moved), { once: true });
  }

  #draw() {
    const most = (this.#zoom - 1) / 2; // no edge comes inside the frame
    this.#x = Math.min(most, Math.max(-most, this.#x));
    this.#y = Math.min(most, Math.max(-most, this.#y));
    const style = this.#stage.style;
    style.setProperty("--zoom", this.#zoom.toFixed(3));
    style.setProperty("--x", `${(this.#x * 100).toFixed(2)}%`);
    style.setProperty("--y", `${(this.#y * 100).toFixed(2)}%`);
    this.#stage.classList.toggle("is-near", this.#zoom > 1);
    for (const button of this.#bar.querySelectorAll("button")) {
      const isIdle = button.dataset.zoom === "in" ? this.#zoom >= MOST : this.#zoom === 1;
      button.setAttribute("aria-disabled", String(isIdle));
    }
    const told = this.#bar.querySelector("[data-level]");
    if (told) told.textContent = told.dataset.level.replace("%s", this.#zoom.toFixed(1));
  }
}
