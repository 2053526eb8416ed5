// The plus and minus beside a number: one step of the product's own, by tap or by key.

/** Show the buttons of a row and let each move its number; what is typed stays possible. */
export function enhance(row) {
  row.querySelectorAll("[data-step]").forEach((button) => { button.hidden = false; });
}

/** For the list: a tap on a plus or minus moves the number beside it and tells whoever listens. */
export function step(event) {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  move(input, Number(button.dataset.step));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Nothing is given below one step: the field is empty then, as where an amount is not known. */
function move(input, way) {
  if (way > 0) input.stepUp();
  else input.stepDown();
  if (!(Number(input.value) > 0)) input.value = "";
}
