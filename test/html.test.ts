import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, openBrowser, pageFile, shopPage, shopSpans } from './html-rig.ts';

// The HTML report as people and attackers meet it: from disk, in a real browser. A machine without one skips these
// tests; CI has one, and without it they fail there.
const title = BROWSER === undefined ? 'the page (no Chromium on this machine)' : 'the page';

describe.skipIf(BROWSER === undefined && process.env.CI === undefined)(title, { timeout: 60_000 }, () => {
  let browser: Browser;
  const undo: (() => void | Promise<void>)[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    for (const each of undo.reverse()) await each();
    await browser.close();
  });

  interface Opened {
    readonly page: Page;
    readonly url: string;
    /** Every address that was asked for, and everything the browser complained about. */
    readonly requests: readonly string[];
    readonly complaints: readonly string[];
  }

  async function open(text: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const file = pageFile(text);
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
    undo.push(() => context.close().finally(file.remove));
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(file.url);
    return { page, url: file.url, requests, complaints };
  }

  const grid = (page: Page) => page.locator('section.scenario:not([hidden]) .grid');
  const activeName = (page: Page) =>
    page.locator('section.scenario:not([hidden]) .row.active .name').textContent();

  it('opens from disk, asks for nothing else and breaks no rule of its own', async () => {
    const { page, url, requests, complaints } = await open(shopPage({ spans: shopSpans(50) }));
    await grid(page).locator('.row').first().waitFor();
    await page.getByRole('button', { name: 'charge card' }).first().click();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
  });

  it('can be read without a script', async () => {
    const { page } = await open(shopPage({ spans: shopSpans(50) }), { javaScriptEnabled: false });
    for (const text of [
      '1 failed, 1 passed',
      'no span "charge card" has this amount',
      'attrs.all "payment.amount": expected 2600, has 2500',
      'the shop is browsed',
    ]) {
      expect(await page.getByText(text).first().isVisible()).toBe(true);
    }
    expect(await page.locator('.line.marked').first().textContent()).toContain(
      '10 attrs.all = { "payment.amount" = 2600 }',
    );
    expect(await page.getByPlaceholder('Search scenarios').isVisible()).toBe(false);
  });

  it.each(['light', 'dark'] as const)('has no serious fault of accessibility, %s', async (colorScheme) => {
    const { page } = await open(shopPage({ spans: shopSpans(200) }), { colorScheme });
    await grid(page).locator('.row').first().waitFor();
    await page.keyboard.press('w');
    await page.keyboard.press('End');
    await page.locator('.details').first().waitFor();
    await page.evaluate(axe.source);
    for (const width of [1400, 480]) {
      await page.setViewportSize({ width, height: 1000 });
      // The library puts itself into the page under this name.
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    }
  });

  it('shows hostile text as text', async () => {
    const word =
      '</script><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'"><!--';
    const [root, ...others] = shopSpans(20);
    if (!root) throw new Error('there are spans');
    const hostile = {
      ...root,
      name: word,
      attributes: new Map([
        [word, 'javascript:document.title="owned"'],
        ['rtl', 'a\u202egpj.exe'],
        ['__proto__', word],
        ['long', 'x'.repeat(1_000_000)],
      ]),
      status: { code: 'error' as const, message: word },
      events: [{ name: word, timeNs: root.startNs, attributes: new Map([[word, word]]) }],
    };
    const { page, url, requests, complaints } = await open(shopPage({ spans: [hostile, ...others], word }));
    await grid(page).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => activeName(page)).toBe(word);
    const details = page.locator('section.scenario:not([hidden]) .details');
    expect(await details.getByText('javascript:document.title="owned"').count()).toBe(1);
    expect(await details.getByText('a\ufffdgpj.exe').count()).toBe(1);
    expect(await page.title()).toBe('1 of 2 not passed · Spanwright');
    expect(await page.locator('img, iframe, object, embed, link, a:not([href^="#"])').count()).toBe(0);
    expect([requests, complaints]).toEqual([[url], []]);
  });

  it('holds few rows whatever their number, and finds spans among them', async () => {
    const { page } = await open(shopPage({ spans: shopSpans(10_000) }));
    const rows = grid(page).locator('.row');
    await rows.first().waitFor();
    await expect.poll(() => grid(page).getAttribute('aria-rowcount')).toBe('10000');
    await grid(page).evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await grid(page).locator('.row[aria-rowindex="10000"]').waitFor();
    expect(await rows.count()).toBeLessThan(120);
    await page.getByRole('searchbox', { name: 'Search spans' }).fill('payment.amount=2506 error');
    await page.getByText(/^\d+ of 10,000 spans/).waitFor();
    expect(await page.getByText(/^\d+ of 10,000 spans/).textContent()).toMatch(/^14 of /);
  });

  it('marks the spans of the finding that is chosen, and leads from its names to their rows', async () => {
    const { page } = await open(shopPage({ spans: shopSpans(5000) }));
    await grid(page).locator('.row.proof').first().waitFor();
    await page.getByRole('button', { name: '◆ marked' }).click();
    await expect.poll(() => grid(page).locator('.row.proof:not([hidden])').count()).toBe(3);
    await page.getByRole('button', { name: '◆ marked' }).click();
    await page.locator('section.scenario:not([hidden]) button.ref[data-role="proof"]').nth(2).click();
    expect(await page.locator('section.scenario:not([hidden]) .details h4').textContent()).toBe(
      'charge card',
    );
    await expect.poll(() => grid(page).locator('.row.active.proof').count()).toBe(1);
  });

  it('is moved in with keys, which its help and the documentation name', async () => {
    const { page } = await open(shopPage({ spans: shopSpans(40) }));
    await grid(page).locator('.row').first().waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    const rows = await help
      .locator('dl > div')
      .evaluateAll((each) =>
        each.map((row) => [
          [...row.querySelectorAll('kbd')].map((key) => key.textContent ?? '').join(' '),
          row.querySelector('dd')?.textContent ?? '',
        ]),
      );
    const documented = readFileSync(resolve(import.meta.dirname, '../docs/html-report.md'), 'utf8');
    const table = [...documented.matchAll(/^\| (`.*`) \| (.*) \|$/gm)];
    expect(table.map(([, keys = '', does]) => [keys.replaceAll('`', ''), does])).toEqual(rows);
    await page.keyboard.press('Escape');
    expect(await help.isVisible()).toBe(false);

    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'the shop is browsed' }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'an order is placed' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('browsed');
    await expect.poll(() => page.locator('#list > li:not([hidden])').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#list > li:not([hidden])').count()).toBe(2);
    await page.keyboard.press('Escape');

    await page.keyboard.press('w');
    await page.keyboard.press('Home');
    await expect.poll(() => activeName(page)).toBe('POST /orders');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => grid(page).locator('.row.active').getAttribute('aria-rowindex')).toBe('2');
    const before = Number(await grid(page).getAttribute('aria-rowcount'));
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(async () => Number(await grid(page).getAttribute('aria-rowcount')))
      .toBeLessThan(before);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Home');
    await page.keyboard.press(']');
    await expect.poll(() => grid(page).locator('.row.active').getAttribute('class')).toMatch(/proof|nearest/);
    await page.keyboard.press('+');
    await page.getByText(/\(zoomed\)/).waitFor();
    await page.keyboard.press('0');
    await expect.poll(() => page.getByText(/\(zoomed\)/).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('section.scenario:not([hidden]) .details').isVisible()).toBe(false);
  });

  it('changes its colours, and heeds those of the system', async () => {
    const { page } = await open(shopPage({ spans: shopSpans(5) }), { colorScheme: 'dark' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.keyboard.press('t');
    await expect.poll(paper).not.toBe(dark);
    await page.keyboard.press('t');
    await expect.poll(paper).toBe(dark);
  });
});

it("has a script that needs nothing but a browser, by that folder's own types", () => {
  const compiler = resolve(import.meta.dirname, '../node_modules/ts7/bin/tsc');
  const project = resolve(import.meta.dirname, '../src/report/html/page');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '--noEmit', '-p', project], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([0, '']);
});
