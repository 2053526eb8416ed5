// One photo for the clinic: the same choice as in a check-in, sent by the plain form.
import { hasCamera } from "./camera.js";
import { PhotoChoice } from "./photo.js";

const form = document.querySelector("[data-photo-request]");
const words = JSON.parse(document.getElementById("words").textContent);
document.documentElement.classList.add("scripted");
const photos = new PhotoChoice(form, words, { onDone: () => form.querySelector("button:not([type])").focus() });
if ("cameraNow" in form.dataset && hasCamera()) photos.turnOn(photos.shots[0]); // it was on for the view before

let isPacked = false;
form.addEventListener("submit", async (event) => {
  if (isPacked) return void (isPacked = false); // the plain form goes, if there is a line
  event.preventDefault();
  photos.leave();
  await photos.ready;
  for (const photo of photos.files) handOver(photo);
  setTimeout(goAgain); // while the form is still told of this one, no other begins
});

function goAgain() {
  isPacked = true;
  form.requestSubmit();
}

/** The small, bare picture takes the place of the file that she picked. */
function handOver({ view, blob, isUnreadable, isByCamera }) {
  if (isUnreadable) return;
  const carrier = new DataTransfer();
  carrier.items.add(new File([blob], "photo.jpg", { type: blob.type || "image/jpeg" }));
  form.querySelector(`[data-shot="${view}"] input[type="file"]`).files = carrier.files;
  if (form.elements.by_camera) form.elements.by_camera.value = isByCamera ? "yes" : "";
}
