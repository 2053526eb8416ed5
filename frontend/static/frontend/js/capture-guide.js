// What lies over the picture: the outline, the ghost of her last photo, the timer's count.

/** Show the outline of this view; a right side is the mirror image of a left one. */
export function showOutline(outlines, { outline, flipped }) {
  outlines.toggleAttribute("hidden", !outline);
  outlines.toggleAttribute("data-flipped", flipped !== undefined);
  for (const use of outlines.querySelectorAll("use")) {
    use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#outline-${outline}`);
  }
}

/** Her own last photo of the view, fetched for this moment only and kept by nobody. */
export class Ghost {
  constructor(image) {
    this.image = image;
  }

  /** Resolves to whether it is there. */
  async show(address, strength) {
    this.strength = strength;
    this.left = new AbortController();
    const blob = await fetchPhoto(address, this.left.signal);
    if (blob === null || this.left.signal.aborted) return false;
    this.address = URL.createObjectURL(blob);
    this.image.src = this.address;
    this.image.hidden = false;
    return this.image.decode().then(() => true, () => false);
  }

  set strength(strength) {
    this.image.dataset.strength = strength;
  }

  release() {
    this.left?.abort();
    this.image.hidden = true;
    this.image.removeAttribute("src");
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
  }
}

async function fetchPhoto(address, signal) {
  try {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin", signal, headers: { Accept: "image/webp,image/jpeg" } });
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null; // no network, or the camera is off again: there is no ghost then
  }
}

/** Counts down in whole seconds. */
export class Countdown {
  get isRunning() {
    return this.clock !== undefined;
  }

  start(seconds, { onSecond, onEnd }) {
    this.stop();
    let left = seconds;
    onSecond(left);
    this.clock = setInterval(() => {
      left -= 1;
      if (left > 0) return onSecond(left);
      this.stop();
      return onEnd();
    }, 1000);
  }

  stop() {
    clearInterval(this.clock);
    this.clock = undefined;
  }
}
