// The worker is turned off (docs/operations.md): what it kept goes, and so does it; what waits on the phone stays.
// It leaves as it comes, whatever the one before it is still at. Where a page registers it meanwhile, it leaves again.
for (const news of ["install", "activate", "message"]) self.addEventListener(news, (event) => event.waitUntil(leave()));

async function leave() {
  self.skipWaiting();
  self.registration.unregister(); // not waited for: that comes after this event
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}
