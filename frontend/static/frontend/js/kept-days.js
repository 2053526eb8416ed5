// A page that was kept some days ago: the part that fits the day on which it is read.
export function showDay(root = document, now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const parts = [...root.querySelectorAll("[data-day]")];
  for (const part of parts) part.hidden = part.dataset.day !== today;
  for (const other of root.querySelectorAll("[data-day-other]")) other.hidden = parts.some((part) => !part.hidden);
  for (const usual of root.querySelectorAll("[data-usual]")) {
    const shown = usual.querySelector("[data-day]:not([hidden])");
    usual.hidden = shown === null || shown.childElementCount === 0;
  }
  for (const part of root.querySelectorAll("[data-until]")) part.hidden = new Date(part.dataset.until) <= now;
}

showDay();
