"""What a walk asks of the phone's database, and how its clock is moved (JavaScript)."""

JUMPS = (0, 0, 0, 3_600_000, -7_200_000, 2 * 86_400_000, -3 * 86_400_000, 400 * 86_400_000)
JUMP = """{ const Real = Date; const by = %d;
globalThis.Date = class extends Real {
  constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + by); }
  static now() { return Real.now() + by; }
}; }"""
UNSENT = """async () => {
  const asked = indexedDB.open("fadewell");
  asked.onupgradeneeded = () => asked.transaction.abort();
  const db = await new Promise((done) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  });
  if (db === null) return [0, 0];
  db.onversionchange = () => db.close();
  const act = db.transaction(["entries", "drafts"]);
  const all = (name) => new Promise((done) => {
    const read = act.objectStore(name).getAll();
    read.onsuccess = () => done(read.result);
  });
  const [entries, drafts] = await Promise.all([all("entries"), all("drafts")]);
  db.close();
  return [entries.filter(({ isDone }) => !isDone).length, drafts.length];
}"""
# How many pages are kept.
KEPT_PAGES = """async () => {
  const asked = indexedDB.open("fadewell");
  asked.onupgradeneeded = () => asked.transaction.abort();
  const db = await new Promise((done) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  });
  if (db === null) return 0;
  db.onversionchange = () => db.close();
  const read = db.transaction("pages").objectStore("pages").count();
  const count = await new Promise((done) => { read.onsuccess = () => done(read.result); });
  db.close();
  return count;
}"""
