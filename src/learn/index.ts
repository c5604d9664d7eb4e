/**
 * Expectations written from what runs did: what was the same in all of them becomes a claim, and what was not is named in
 * a comment. Traces in, text out; pure.
 */
export { type LearnedScenario, learnScenario, nameOf } from './learn.ts';
export { printLearned } from './print.ts';
