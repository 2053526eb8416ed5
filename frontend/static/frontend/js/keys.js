// One key, one visible control: a key presses what carries its name, in the row that has the focus first.
const WAITS = 1_500; // milliseconds between the two letters of "g w"

/**
 * isOn(): whether she likes them; steps: the keys to the next row and the one before, as she chose them.
 * open(): the list of steps, or null for none. Silent in fields, beside a modifier, in a dialog and while off.
 */
export function listen({ list, isOn, open, steps }) {
  let led = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.defaultPrevented || isAsked()) return;
    if (open && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return void (event.preventDefault(), open());
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.timeStamp - led < WAITS ? `g ${event.key}` : event.key;
    led = event.key === "g" ? event.timeStamp : -Infinity;
    if (act(key, list, steps)) event.preventDefault();
  });
}

/** Whether a dialog is open. Its tag's own list is kept by the browser; a selector reads 500 rows. */
const isAsked = () => [...document.getElementsByTagName("dialog")].some((each) => each.open);

function isTyping(target) {
  const isBox = target.tagName === "INPUT" && ["checkbox", "radio"].includes(target.type);
  return target.isContentEditable || (["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) && !isBox);
}

function act(key, list, steps) {
  const step = key === steps.down ? 1 : key === steps.up ? -1 : 0;
  if (step && list) return go(list, step);
  if (key === "Enter" && document.activeElement.matches("[data-choose]")) return press(row(list).querySelector(".case__who"));
  const control = row(list)?.querySelector(named(key)) ?? [...document.querySelectorAll(named(key))].find((each) => !each.closest("[data-case]"));
  return control ? press(control) : false;
}

const named = (key) => `[data-key="${CSS.escape(key)}"]:not([hidden])`;

/** The row that holds the focus. */
export function row(list) {
  const here = document.activeElement.closest("[data-case]");
  return here && list?.contains(here) ? here : null;
}

/** Press a control as a hand would; a field takes the focus, an opened form its first field. */
export function press(control) {
  if (control.matches("input[type=search]")) control.focus();
  else control.click();
  if (control.matches("summary") && control.parentElement.open) firstField(control.parentElement)?.focus();
  return true;
}

export function firstField(form) {
  return form.querySelector("input:not([type=hidden]), textarea, select");
}

/** The same by buttons; a press takes the focus, so from the row that had it last. */
export function stepByButtons(box, list) {
  let last = null;
  list.addEventListener("focusin", ({ target }) => (last = target.closest("[data-case]")));
  for (const button of box.children) button.addEventListener("click", () => go(list, Number(button.dataset.step), last));
  box.hidden = false;
}

/** To the row beside hers; from nowhere to the first or the last; past an end she stays. */
function go(list, step, here = row(list)) {
  const end = step > 0 ? list.firstElementChild : list.lastElementChild;
  const next = here ? (step > 0 ? here.nextElementSibling : here.previousElementSibling) ?? here : end;
  next?.querySelector(".case__who")?.focus();
  return true;
}

/** The address's own place takes the focus away while the page loads: so once it has loaded. */
export function focusOnceLoaded(element) {
  const focus = () => element?.focus();
  if (document.readyState === "complete") focus();
  else addEventListener("load", () => requestAnimationFrame(focus), { once: true });
}
