// A page without a connection: it can be read, and signing out or writing works; no button that does nothing.
const note = document.querySelector("[data-read-only]");
const changes = document.querySelectorAll("main form:not([data-sign-out], [data-compose]) :is(button, input), main [data-photo], main [data-show-all]");

function tell() {
  const isOff = !navigator.onLine;
  note.hidden = !isOff;
  for (const field of changes) field.disabled = isOff && !isHere(field);
}

/** A photo that was opened on this page stays as it is. */
function isHere(field) {
  return field.matches("[aria-pressed='true']");
}

for (const news of ["online", "offline"]) addEventListener(news, tell);
tell();
