// Lighthouse on some pages, mobile with its simulated slow 4G; one line of JSON a run.
// Standard input: {chromium, runs, pages: {name: {url, cookie}}}.
import { readFileSync } from "node:fs";
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const { chromium, runs, pages } = JSON.parse(readFileSync(0, "utf8"));
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const AUDITS = {
  lcp_ms: "largest-contentful-paint",
  cls: "cumulative-layout-shift",
  tbt_ms: "total-blocking-time",
};

async function measure(url, cookie) {
  const browser = await launch({ chromePath: chromium, chromeFlags: FLAGS, logLevel: "silent" });
  const extraHeaders = cookie ? { Cookie: cookie } : {};
  const options = { port: browser.port, onlyCategories: CATEGORIES, extraHeaders, logLevel: "silent" };
  try {
    const { lhr } = await lighthouse(url, options);
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
    return figures(lhr);
  } finally {
    await browser.kill();
  }
}

function figures(lhr) {
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, lhr.categories[name].score]));
  const times = Object.fromEntries(Object.entries(AUDITS).map(([name, id]) => [name, lhr.audits[id].numericValue]));
  return { ...scores, ...times, machine: lhr.environment.benchmarkIndex, missed: missed(lhr) };
}

/** Every audit that cost something, by its id. */
function missed(lhr) {
  const weighed = CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs).filter(({ weight }) => weight);
  return weighed.map(({ id }) => id).filter((id) => (lhr.audits[id].score ?? 1) < 0.9);
}

for (const [name, { url, cookie }] of Object.entries(pages)) {
  for (let run = 0; run < runs; run += 1) {
    console.log(JSON.stringify({ name, ...(await measure(url, cookie)) }));
  }
}
