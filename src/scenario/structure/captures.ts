import type { KeyPath } from '../path.ts';
import { placeOf, type WholeFile, writtenKeys } from './context.ts';

const sources = ['stdout', 'stderr', 'json'];

/** A captured value comes from exactly one source. */
export function checkCaptures(file: WholeFile): void {
  for (const [index, scenario] of file.model.scenario.entries()) {
    for (const [position, step] of scenario.steps.entries()) {
      for (const name of Object.keys(step.capture ?? {})) {
        checkCapture(file, ['scenario', index, 'steps', position, 'capture', name]);
      }
    }
  }
}

function checkCapture(file: WholeFile, path: KeyPath): void {
  const given = [...writtenKeys(file, path)].filter((key) => sources.includes(key));
  if (given.length === 1) return;
  file.report('SW5004', () => ({
    message: `the capture ${path.at(-1)} has ${given.length === 0 ? 'no source' : `the sources ${given.join(', ')}`}`,
    place: placeOf(file, path),
    expected: `exactly one of ${sources.join(', ')}`,
  }));
}
