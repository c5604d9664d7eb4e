import { openBrowser, pageFile, shopPage, shopSpans } from '../test/html-rig.ts';
import { printEnvironment } from './figures.ts';

// The HTML report of a trace of 10,000 spans in a real browser: how large the file is, and the longest task of the main
// thread of its page while it opens, is scrolled, searched, folded and zoomed. What takes longer than 100 ms is felt. The
// time of a task is also given as the time that its thread was running, which does not grow with what else the machine does.

const SPANS = 10_000;
const GOAL_MS = 100;

const before = process.cpuUsage();
const text = shopPage({ spans: shopSpans(SPANS) });
const { user, system } = process.cpuUsage(before);
const kB = (text.length / 1024).toFixed(0);
console.log(`a page of ${SPANS} spans: ${kB} kB, made in ${((user + system) / 1000).toFixed(0)} ms of CPU`);

const file = pageFile(text);
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
const grid = page.locator('section.scenario:not([hidden]) .grid');

/** What Chromium records of a task of its main thread, in microseconds; `tdur` is the time of the thread. */
interface TaskEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

async function measure(what: string, act: () => Promise<unknown>): Promise<void> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await act();
  // What was asked for last is drawn in the next frame, or after it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  const { traceEvents }: { traceEvents: readonly TaskEvent[] } = JSON.parse(
    String(await browser.stopTracing()),
  );
  const threads = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const tasks = traceEvents.filter(
    (event) =>
      event.dur !== undefined && threads.some(({ pid, tid }) => pid === event.pid && tid === event.tid),
  );
  const most = (key: 'dur' | 'tdur') =>
    tasks.reduce((longest, each) => Math.max(longest, each[key] ?? 0), 0) / 1000;
  const figures = `${most('dur').toFixed(0).padStart(5)} ms  (${most('tdur').toFixed(0)} ms running)`;
  console.log(`${what.padEnd(28)}longest task ${figures}  goal ${GOAL_MS} ms`);
}

try {
  await measure('open', async () => {
    await page.goto(file.url);
    await grid.locator('.row').first().waitFor();
  });
  await measure('scroll through all rows', () =>
    grid.evaluate(async (element) => {
      for (let step = 0; step <= 120; step++) {
        element.scrollTop = (element.scrollHeight * step) / 120;
        await new Promise(requestAnimationFrame);
      }
    }),
  );
  const search = page.getByRole('searchbox', { name: 'Search spans' });
  await measure('search, letter by letter', () => search.pressSequentially('payment.amount=2506'));
  await measure('search emptied', () => search.fill(''));
  await measure('filter on and off', async () => {
    await page.getByRole('button', { name: 'errors' }).click();
    await page.getByRole('button', { name: 'errors' }).click();
  });
  await measure('fold and unfold all', async () => {
    await grid.focus();
    for (const key of ['Home', 'ArrowLeft', 'ArrowRight']) await page.keyboard.press(key);
  });
  await measure('zoom', async () => {
    for (const key of ['+', '+', '+', '0']) await page.keyboard.press(key);
  });
} finally {
  await browser.close();
  file.remove();
}
printEnvironment();
