// Settings without a connection: they can be read, and signing out works; no button that does nothing.
const note = document.querySelector("[data-read-only]");
const changes = document.querySelectorAll("main form:not([data-sign-out]) :is(button, input)");

function tell() {
  const isOff = !navigator.onLine;
  note.hidden = !isOff;
  for (const field of changes) field.disabled = isOff;
}

for (const news of ["online", "offline"]) addEventListener(news, tell);
tell();
