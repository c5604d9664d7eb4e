/**
 * Running scenarios for programs that use the library. The runner is a process of its own, the command line tool, because
 * what spawns has to stay small and because nothing that it started may outlive it, whatever becomes of the caller. It is
 * told what to do by options and tells what happens in run events; this folder knows neither files nor backends.
 */
export { type RunOptions, type RunOutcome, runScenarios } from './run.ts';
