// The bar for several cases shows once one is chosen, and says how many are.
export function chooseSeveral({ list, bar, words }) {
  const boxes = [...list.querySelectorAll("[data-choose]")];
  const none = bar.querySelector("[data-choose-none]");
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked);
    bar.hidden = !chosen.length;
    bar.querySelector("[data-chosen]").textContent = words.chosen.replace("%s", chosen.length);
    for (const box of boxes) box.closest("[data-case]").classList.toggle("is-chosen", box.checked);
  };
  none.hidden = false;
  none.addEventListener("click", () => {
    const first = boxes.find((box) => box.checked);
    for (const box of boxes) box.checked = false;
    tell();
    first?.focus();
  });
  list.addEventListener("change", tell);
  tell();
}
