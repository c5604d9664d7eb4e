import { existsSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { expectPlayed, linkPackages, playedPages, readPage } from './page.ts';

// The pages of docs that are played from top to bottom in an empty folder, with the packages of this repository in it.

beforeAll(() => {
  if (!existsSync('dist/cli.js'))
    throw new Error('the pages are held against the built program: run `npm run build` first');
});

test.each(playedPages)('%s: its commands print what it says', { timeout: 60_000 }, async (path) => {
  const page = readPage(path);
  expect(page.blocks.length).toBeGreaterThan(0);
  await expectPlayed(page, linkPackages);
});
