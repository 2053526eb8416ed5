// What she likes is kept with her account; its button changes it without a new page.
/** isOn(): now; changed(isOn): after her press. The form still works without this script. */
export function habit({ button, form, changed = () => {}, post = fetch }) {
  let isOn = button.dataset.is === "on";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = { Accept: "application/json" };
    const answer = await post(form.action, { method: "POST", body: new FormData(form), headers }).catch(() => null);
    if (!answer?.ok) return form.submit();
    isOn = !isOn;
    button.textContent = isOn ? button.dataset.off : button.dataset.on;
    form.elements.on.value = isOn ? "no" : "yes";
    changed(isOn);
  });
  return { isOn: () => isOn };
}
