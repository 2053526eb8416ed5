// Whether the keys are on is hers, and kept with her account; the button changes it without a new page.
/** isOn(): now. The form still works without this script. */
export function keyHabit({ button, form, post = fetch }) {
  let isOn = button.dataset.keys === "on";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = { Accept: "application/json" };
    const answer = await post(form.action, { method: "POST", body: new FormData(form), headers }).catch(() => null);
    if (!answer?.ok) return form.submit();
    isOn = !isOn;
    button.textContent = isOn ? button.dataset.off : button.dataset.on;
    form.elements.on.value = isOn ? "no" : "yes";
  });
  return { isOn: () => isOn };
}
