// The one place where sharp pictures are fetched, and let go: after two minutes, on tab hide.
const SHARP_FOR = 120_000;
const all = new Set();

/** Pictures that are sharp or blurred together. told(state): "loading", "shown", "failed" or "blurred". */
export class Sharp {
  #pictures;
  #told;
  #timer = 0;
  #round = 0; // a picture that comes after she looked away changes nothing
  isShown = false;

  /** pictures: [{image, sharp}], sharp being the address that is fetched on show(). */
  constructor(pictures, told = () => {}) {
    this.#pictures = pictures.map(({ image, sharp }) => ({ image, sharp, blurred: image.src }));
    this.#told = told;
    all.add(this);
  }

  async show() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHARP_FOR);
    if (this.isShown) return;
    const round = this.#set(true);
    this.#told("loading");
    const hasCome = await Promise.all(this.#pictures.map(({ image }) => image.decode())).then(() => true, () => false);
    if (round !== this.#round) return;
    if (hasCome) this.#told("shown");
    else this.hide("failed");
  }

  hide(state = "blurred") {
    if (!this.isShown) return;
    clearTimeout(this.#timer);
    this.#set(false);
    this.#told(state);
  }

  toggle() {
    if (this.isShown) this.hide();
    else this.show();
  }

  #set(isShown) {
    this.isShown = isShown;
    for (const each of this.#pictures) each.image.src = isShown ? each.sharp : each.blurred;
    return ++this.#round;
  }
}

/** A button that shows and hides: its own words, and those of its data for the other states. */
export function wireButton(button, sharp) {
  const words = { blurred: button.textContent, shown: button.dataset.hide, failed: button.dataset.failed };
  const said = speaker(button);
  button.hidden = false;
  button.addEventListener("click", () => sharp.toggle());
  return (state) => {
    if (words[state]) button.textContent = words[state];
    button.setAttribute("aria-pressed", String(state === "shown"));
    said.textContent = state === "failed" ? words.failed : "";
  };
}

/** For ears: a button's own words are not read again when they change. */
export function speaker(button) {
  const said = Object.assign(document.createElement("span"), { className: "hidden-text" });
  said.setAttribute("role", "status");
  button.after(said);
  return said;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) all.forEach((each) => each.hide());
});
