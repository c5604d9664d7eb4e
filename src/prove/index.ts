/**
 * Whether expectations can fail: faults are planted into a recorded trace, one at a time, and each mutant is judged by the
 * evaluators that judge a run. What survives shows what no expectation looks at. Traces and claims in, plain data out; pure,
 * and reproducible by a seed. It knows nothing of files, and runs nothing.
 */

export { proofJsonSchema } from './json-schema.ts';
export type { TraceClaims } from './judge.ts';
export { type Operator, operators } from './mutant.ts';
export { type ProofReport, printProof, proofJson, type ScenarioProof, scoreOf } from './print.ts';
export type { Coverage, Proof, ProvedExpectation, Suggestion, Survivor } from './proof.ts';
export { type ProveInput, prove } from './prove.ts';
