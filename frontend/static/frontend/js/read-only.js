// A page that is from before can be read, and signing out or writing works; no button that does nothing.
const CAME_BACK = "line-came-back"; // when this tab last loaded a page anew for it
const JUST_NOW = 60_000;
const { fromPhone } = document.documentElement.dataset; // no answer came: the worker gave what it keeps
const note = document.querySelector("[data-read-only]");
const unsaved = document.querySelector("[data-unsaved]");
const changes = document.querySelectorAll("main form:not([data-sign-out], [data-compose]) :is(button, input), main [data-photo], main [data-show-all]");

function tell() {
  const isOff = !navigator.onLine;
  note.hidden = !isOff && !fromPhone;
  note.querySelector("[data-off]").hidden = !isOff;
  note.querySelector("[data-away]").hidden = isOff;
  note.querySelector("[data-again]").hidden = !fromPhone;
  for (const field of changes) field.disabled = !note.hidden && !isHere(field);
}

/** A photo that was opened on this page stays as it is. */
function isHere(field) {
  return field.matches("[aria-pressed='true']");
}

/** What the phone gave is from before until it is asked for anew; Today may be sending, and she may be writing. */
async function look() {
  tell();
  if (!navigator.onLine || !fromPhone || !(await isThere())) return;
  const isBusy = note.dataset.readOnly === "today" || document.querySelector("[data-waiting-messages] > *") || document.querySelector("[data-compose] textarea")?.value.trim();
  if (isBusy) return;
  sessionStorage.setItem(CAME_BACK, Date.now());
  location.replace(location.pathname + location.search);
}

/** Loaded anew as the line came back, and yet the phone had to give it: it is asked for once more. A change that may not be saved stays said. */
function isStillFromBefore() {
  return fromPhone === "kept" && Date.now() - Number(sessionStorage.getItem(CAME_BACK)) < JUST_NOW;
}

/** A line that has just come back often fails the first request. */
async function isThere() {
  for (let tried = 0; tried < 5; tried++) {
    const asked = { cache: "no-store", signal: AbortSignal.timeout(5_000) };
    if (await fetch("/healthz", asked).then(({ ok }) => ok, () => false)) return true;
    await new Promise((done) => setTimeout(done, 500));
  }
  return false;
}

for (const news of ["online", "offline"]) addEventListener(news, look);
tell();
if (isStillFromBefore()) look();
if (unsaved) unsaved.hidden = fromPhone !== "unsaved";
