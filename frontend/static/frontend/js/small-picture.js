// A JPEG from pixels alone, small enough to send: upright, no place, no device, never mirrored.
export const LONGEST_SIDE = 2048;
export const MOST_BYTES = 1_500_000;
const QUALITIES = [0.88, 0.8, 0.7, 0.6, 0.5];
const SMALLER = 0.8; // where even the lowest quality is too large, fewer pixels

// "ftyp" brands of HEIC, HEIF and AVIF: phones make them, not every browser draws them.
const BRANDS = /^(heic|heix|heis|heim|hevc|hevx|hevm|hevs|mif1|msf1|avif|avis)$/;

/** Draw a part {x, y, width, height} of an image, video or bitmap on a canvas of its own. */
export function drawn(source, { x, y, width, height }, longest = LONGEST_SIDE) {
  const scale = Math.min(1, longest / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const canvas = Object.assign(document.createElement("canvas"), size);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = "#fff"; // under what is see-through
  pen.fillRect(0, 0, size.width, size.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, x, y, width, height, 0, 0, size.width, size.height);
  return canvas;
}

/** A canvas as a JPEG of at most MOST_BYTES: the quality goes down first, then the size. */
export async function packed(canvas) {
  for (const quality of QUALITIES) {
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
    if (blob === null) throw new Error("the browser made no JPEG");
    if (blob.size <= MOST_BYTES) return blob;
  }
  const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  return packed(drawn(canvas, whole, Math.max(canvas.width, canvas.height) * SMALLER));
}

/**
 * A picked file as {blob, canvas}. canvas is null where the browser cannot draw it and a server
 * may: it is sent as it is. Rejects what is no picture at all.
 */
export async function smaller(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (bitmap === null) {
    if (await isOfAPhone(file)) return { blob: file, canvas: null };
    throw new Error("not a picture that can be read");
  }
  const canvas = drawn(bitmap, { x: 0, y: 0, width: bitmap.width, height: bitmap.height });
  bitmap.close();
  return { blob: await packed(canvas), canvas };
}

async function isOfAPhone(file) {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(4, 12).arrayBuffer()));
  return head.startsWith("ftyp") && BRANDS.test(head.slice(4));
}
