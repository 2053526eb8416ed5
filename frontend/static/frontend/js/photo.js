// The photo step: a picked file is shown, made smaller without its hidden data, and kept in memory.
const LONGEST_SIDE = 2048;

export class PhotoChoice {
  constructor(form, words) {
    Object.assign(this, { form, words, files: [], ready: Promise.resolve() });
    this.list = form.querySelector("[data-chosen-photos]");
    form.photo.addEventListener("change", () => this.take(form.photo.files));
  }

  /** The photo stands at once; `ready` resolves when it is small and bare enough to send. */
  take(files) {
    if (!files.length) return;
    this.files = [...files].map((file) => ({
      id: crypto.randomUUID(), view: "front_rest", takenAt: new Date(), blob: file,
    }));
    this.ready = Promise.all(this.files.map(async (photo) => { photo.blob = await smaller(photo.blob); }));
    this.show();
  }

  clear() {
    this.files = [];
    this.form.photo.value = "";
    this.show();
  }

  show() {
    this.list.replaceChildren(...this.files.map(({ blob }) => {
      const item = document.createElement("li");
      item.dataset.name = this.words.onePhoto;
      const picture = Object.assign(new Image(), { alt: this.words.onePhoto, width: 96, src: URL.createObjectURL(blob) });
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
      const remove = Object.assign(document.createElement("button"), { type: "button", className: "button button--quiet", textContent: this.words.removePhoto });
      remove.addEventListener("click", () => this.clear());
      item.append(picture, remove);
      return item;
    }));
  }
}

/** A JPEG from pixels alone: upright, no place, no device. What cannot be drawn is sent as it is. */
export async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.88 });
  } catch {
    return file;
  }
}
