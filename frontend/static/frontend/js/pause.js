// Between two pieces of work: whatever she taps meanwhile goes first.
export function pause() {
  return globalThis.scheduler?.yield ? scheduler.yield() : new Promise((resolve) => { setTimeout(resolve); });
}
