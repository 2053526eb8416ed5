// A notification: neutral words from the server, one of each kind, silent at night; run by the service worker.
const NAME = "Fadewell"; // all that is said where the words cannot be read
const LONGEST = 80;
const NIGHT = { from: 21, until: 7 }; // by this phone's own clock

/** {title, options} for showNotification; pages: the names that a notice may open. */
export function noticeOf(data, { pages, icon, now = new Date() }) {
  const { title, lang, to, quiet } = parsed(data);
  const hour = now.getHours();
  const silent = quiet === true || hour >= NIGHT.from || hour < NIGHT.until;
  const words = typeof title === "string" && title ? title.slice(0, LONGEST) : NAME;
  const tag = Object.hasOwn(pages, to) ? to : Object.keys(pages)[0];
  return { title: words, options: { tag, lang: lang ?? "", icon, badge: icon, silent, renotify: !silent } };
}

/** An open window with that page comes to the front; else one is opened there. */
export async function openPage(path, clients) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === path);
  return there ? there.focus() : clients.openWindow(path);
}

function parsed(data) {
  try {
    return data.json() ?? {};
  } catch {
    return {};
  }
}
