// A date that is pasted whole goes into its three boxes: 14.05.1988, 14/5/1988, 1988-05-14. What is
// no date in the order of the boxes, nor year first, is left to the browser.
const boxes = ["day", "month", "year"].map((id) => document.getElementById(id));

function partsOf(text) {
  const parts = text.trim().split(/\s*[./-]\s*|\s+/);
  if (parts[0].length === 4) parts.reverse();
  const [day, month, year] = parts;
  if (parts.length !== 3 || !/^\d{1,2} \d{1,2} \d{4}$/.test(parts.join(" "))) return null;
  const date = new Date(Date.UTC(year, month - 1, day)); // the 31st of a short month would move on
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day) ? parts : null;
}

function spread(event) {
  const parts = partsOf(event.clipboardData.getData("text"));
  if (parts === null) return;
  event.preventDefault();
  boxes.forEach((box, place) => { box.value = parts[place]; });
  boxes.at(-1).focus();
}

for (const box of boxes) box.addEventListener("paste", spread);
