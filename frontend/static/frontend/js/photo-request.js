// A photo for the clinic: the same choice as in a check-in, sent by the plain form.
import { PhotoChoice } from "./photo.js";

const form = document.querySelector("[data-photo-request]");
const words = JSON.parse(document.getElementById("words").textContent);
document.documentElement.classList.add("scripted");
const photos = new PhotoChoice(form, words, { onDone: () => form.querySelector("button:not([type])").focus() });

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  photos.leave();
  await photos.ready;
  for (const photo of photos.files) handOver(photo);
  form.submit();
});

/** The small, bare picture takes the place of the file that she picked. */
function handOver({ view, blob, isUnreadable }) {
  if (isUnreadable) return;
  const carrier = new DataTransfer();
  carrier.items.add(new File([blob], "photo.jpg", { type: blob.type || "image/jpeg" }));
  form.querySelector(`[data-shot="${view}"] input[type="file"]`).files = carrier.files;
}
