import { expect, test } from 'vitest';
import { argumentsIn } from './claims/calls.ts';
import { provedCalls } from './claims/calls-proved.ts';
import { type Claim, commandClaims, figureClaimsLost, figureClaimsMade, pageClaims } from './claims/check.ts';
import { figuresIn } from './claims/figures.ts';
import { missingTest } from './claims/named.ts';
import { folded } from './claims/pages.ts';

// README and docs/ claim nothing that no test holds: commands are run, and figures are those of the program.
// `node test/claims/list.ts` prints every claim with its proof.

const faults = (claims: readonly Claim[]) =>
  claims
    .filter(({ fault }) => fault !== undefined)
    .map(({ page, claim, fault }) => `${page}: ${claim}: ${fault}`);

test('every command and option that a page names is run by a test', () => {
  expect(commandClaims().length).toBeGreaterThan(100);
  expect(faults(commandClaims())).toEqual([]);
});

test('every page that shows what commands print is played', () => {
  expect(pageClaims().length).toBeGreaterThan(5);
  expect(faults(pageClaims())).toEqual([]);
});

test('every figure is held by a value of the program or by a test', () => {
  expect(figureClaimsMade().length).toBeGreaterThan(50);
  expect(faults(figureClaimsMade())).toEqual([]);
});

test('nothing is held that no page says', () => {
  expect(figureClaimsLost()).toEqual([]);
});

test('what is named as proof of a call is not played anyway', () => {
  const named = Object.entries(provedCalls).flatMap(([command, parts]) =>
    Object.keys(parts).map((part) => `spanwright ${command} ${part}`.trim()),
  );
  const proofs = new Map(commandClaims().map(({ claim, proof }) => [claim, proof]));
  expect(named.filter((call) => proofs.get(call)?.endsWith('.txt'))).toEqual([]);
});

test('the guide is read and typed in ten minutes', () => {
  // At 200 words a minute, which is slow, and what its commands print is looked at as part of it.
  expect(folded('docs/guide.md').split(' ').length / 200).toBeLessThanOrEqual(10);
});

test('the check sees what is not held', () => {
  expect(
    figuresIn('A page holds 20,000 spans, `--jobs 4` of them, see [1](#2).').map(({ text }) => text),
  ).toEqual(['20,000', '1']);
  expect(argumentsIn('$ npx spanwright run a --tag "not slow" | cat')).toEqual([
    'run',
    'a',
    '--tag',
    'not slow',
  ]);
  const file = 'test/claims.test.ts';
  expect(missingTest({ file, title: 'nothing is held that no page says' })).toBeUndefined();
  // In two pieces, so that this file does not hold it.
  expect(missingTest({ file, title: 'nothing of ' + 'the kind' })).toContain('has no test');
  expect(missingTest({ file, title: './claims/named.ts' })).toContain('is no title');
  expect(
    missingTest({ file: 'test/transcripts/version.txt', title: '$ spanwright --version' }),
  ).toBeUndefined();
  expect(missingTest({ file: 'test/gone.test.ts', title: 'any' })).toContain('there is no');
});
