// Looks at the camera four times a second and says one thing at a time.
import { framed } from "./camera.js";
import { edgesOf, framingOf } from "./framing.js";
import { greyOf, hintOn } from "./live-hints.js";
import { drawn } from "./small-picture.js";

const EVERY = 250;
const LOOK = 160; // longest side of the small canvas
const SAME_FOR = 3; // looks, before a new hint is said: words that flicker help nobody
const STEADY_FOR = 6; // looks without anything to say

export class Watch {
  constructor({ video, ghost, onHint, onSteady }) {
    Object.assign(this, { video, ghost, onHint, onSteady, said: null, next: null, times: 0 });
    this.clock = setInterval(() => this.look(), EVERY);
  }

  look() {
    if (!this.video.videoWidth) return;
    const part = framed(this.video);
    const look = greyOf(drawn(this.video, part, LOOK));
    const detail = greyOf(drawn(this.video, middleOf(part), LOOK));
    this.hear(hintOn({ look, before: this.before, detail, framing: this.framing(look) }));
    this.before = look;
  }

  framing(look) {
    if (!this.ghost.naturalWidth) return null;
    this.earlier ??= edgesOf(greyOf(drawn(this.ghost, framed({ videoWidth: this.ghost.naturalWidth, videoHeight: this.ghost.naturalHeight }), LOOK)));
    return framingOf(edgesOf(look), this.earlier);
  }

  hear(hint) {
    this.times = hint === this.next ? this.times + 1 : 1;
    this.next = hint;
    if (hint !== this.said && this.times >= SAME_FOR) this.onHint((this.said = hint));
    if (hint === "good" && this.times >= STEADY_FOR) this.onSteady();
  }

  stop() {
    clearInterval(this.clock);
  }
}

/** A square of the middle that is looked at in the scale in which sharpness is judged. */
function middleOf({ x, y, width, height }) {
  const longest = Math.max(width, height);
  const side = Math.min(width, height, (LOOK * longest * 2) / Math.min(1600, longest));
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}
