/** This moment with the phone's own offset from UTC. */
export function now() {
  const at = new Date();
  const offset = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}

/** 2026-11-26, by the phone's own clock. */
export function dayOf(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "Thursday 26 November, 5:30pm", as the server words it, in the language of the page. */
export function named(at) {
  const clock = at.toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  return `${dayName(at)}, ${clock.replace(/\s([AP])M$/, (_all, half) => `${half.toLowerCase()}m`)}`;
}

/** "Thursday 26 November" of 2026-11-26. */
export function namedDay(text) {
  return dayName(new Date(`${text}T12:00`));
}

function dayName(at) {
  const { lang } = document.documentElement;
  return at.toLocaleDateString(lang === "en" ? "en-GB" : lang, { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
}
