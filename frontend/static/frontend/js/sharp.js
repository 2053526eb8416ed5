// The one place where sharp pictures are fetched, and let go: after two minutes, on tab hide.
const SHARP_FOR = 120_000;
const all = new Set();

/** Pictures that are sharp or blurred together. told(isShown) is called after each change. */
export class Sharp {
  #pictures;
  #told;
  #timer = 0;
  isShown = false;

  /** pictures: [{image, sharp}], sharp being the address that is fetched on show(). */
  constructor(pictures, told = () => {}) {
    this.#pictures = pictures.map(({ image, sharp }) => ({ image, sharp, blurred: image.src }));
    this.#told = told;
    all.add(this);
  }

  show() {
    this.#set(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHARP_FOR);
  }

  hide() {
    if (!this.isShown) return;
    clearTimeout(this.#timer);
    this.#set(false);
  }

  toggle() {
    if (this.isShown) this.hide();
    else this.show();
  }

  #set(isShown) {
    this.isShown = isShown;
    for (const each of this.#pictures) each.image.src = isShown ? each.sharp : each.blurred;
    this.#told(isShown);
  }
}

/** A button that shows and hides: its own words, and data-hide for the other state. */
export function wireButton(button, sharp) {
  const words = { show: button.textContent, hide: button.dataset.hide };
  button.hidden = false;
  button.addEventListener("click", () => sharp.toggle());
  return (isShown) => {
    button.textContent = isShown ? words.hide : words.show;
    button.setAttribute("aria-pressed", String(isShown));
  };
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) all.forEach((each) => each.hide());
});
