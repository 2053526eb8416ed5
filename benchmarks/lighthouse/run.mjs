// Lighthouse on some pages: a phone with its simulated slow 4G, or a desk; one line of JSON a run.
// Standard input: {chromium, runs, pages: {name: {url, cookie: {name, value}, isDesk}}}.
import { readFileSync } from "node:fs";
import lighthouse, { desktopConfig } from "lighthouse";
import { launch } from "puppeteer-core";

const { chromium, runs, pages } = JSON.parse(readFileSync(0, "utf8"));
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const AUDITS = {
  lcp_ms: "largest-contentful-paint",
  cls: "cumulative-layout-shift",
  tbt_ms: "total-blocking-time",
};

const NOT_RECORDED = "NO_NAVSTART"; // the trace lacks its own beginning: there is nothing to read from it
const TRIES = 3;

async function measured(page) {
  for (let nth = 1; ; nth += 1) {
    try {
      return await measure(page);
    } catch (failed) {
      if (nth === TRIES || failed.code !== NOT_RECORDED) throw failed;
      console.error(`${page.url}: ${NOT_RECORDED}, once more`);
    }
  }
}

async function measure({ url, cookie, isDesk }) {
  const browser = await launch({ executablePath: chromium, args: FLAGS });
  try {
    if (cookie) await browser.setCookie({ ...cookie, domain: new URL(url).hostname, path: "/" });
    const options = { onlyCategories: CATEGORIES, logLevel: "silent" };
    const { lhr } = await lighthouse(url, options, isDesk ? desktopConfig : undefined, await browser.newPage());
    if (lhr.runtimeError) throw Object.assign(new Error(`${url}: ${lhr.runtimeError.message}`), { code: lhr.runtimeError.code });
    if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
    return figures(lhr);
  } finally {
    await browser.close();
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

for (const [name, page] of Object.entries(pages)) {
  for (let run = 0; run < runs; run += 1) {
    console.log(JSON.stringify({ name, ...(await measured(page)) }));
  }
}
