import { commandClaims, figureClaimsMade, pageClaims } from './check.ts';

// `node test/claims/list.ts` prints every claim of README and docs/ with what proves it, a page at a time.

for (const [page, claims] of Map.groupBy(
  [...pageClaims(), ...commandClaims(), ...figureClaimsMade()],
  (each) => each.page,
)) {
  console.log(`\n${page}`);
  for (const { claim, proof, fault } of claims) console.log(`  ${claim}\n    ${fault ?? proof}`);
}
