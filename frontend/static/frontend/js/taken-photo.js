// One photo that was taken or picked: made small and bare, judged as the server will judge it.
import { adviceOn, greyOf } from "./live-hints.js";
import { drawn, packed, smaller } from "./small-picture.js";

const JUDGED_AT = 800; // longest side: half of the server's display variant

export class TakenPhoto {
  isLookedAt = false; // made small and judged
  isUnreadable = false;
  asks = false; // retake, or use it anyway
  advice = null;

  constructor({ view, name, takenAgain }, { file, canvas }) {
    const address = file ? URL.createObjectURL(file) : null;
    Object.assign(this, { id: crypto.randomUUID(), takenAt: new Date(), view, name, takenAgain, file, canvas, blob: file, address });
  }

  /** One that was made and judged before. */
  static again({ id, view, name, takenAt, takenAgain, blob }) {
    const photo = new TakenPhoto({ view, name, takenAgain }, { file: blob });
    return Object.assign(photo, { id, takenAt: new Date(takenAt), isLookedAt: true });
  }

  get isByCamera() {
    return this.file === undefined;
  }

  /** Resolves when it can be sent; never rejects: what cannot be read is marked. */
  async make() {
    try {
      const { blob, canvas } = this.canvas ? { blob: await packed(this.canvas), canvas: this.canvas } : await smaller(this.file);
      this.blob = blob;
      this.isDrawn = canvas !== null;
      if (canvas === null) return;
      this.advice = adviceOn(judged(canvas));
      this.release();
      this.address = URL.createObjectURL(blob);
    } catch {
      this.isUnreadable = true;
      this.release();
    } finally {
      this.canvas = null; // its pixels are needed no more
      this.isLookedAt = true;
    }
  }

  release() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
  }
}

function judged(canvas) {
  const { width, height } = canvas;
  const longest = Math.min(JUDGED_AT, Math.max(width, height) / 2);
  return greyOf(drawn(canvas, { x: 0, y: 0, width, height }, longest));
}
