import type { Place } from '../diagnostic/index.ts';
import { combinationLabel, type KeyPath, type LoadedFile } from '../scenario/index.ts';
import type { PlannedScenario } from './plan.ts';

/** The place of a key path of a planned scenario, or judgement, in its file. */
export type Locate = (planned: Pick<PlannedScenario, 'file' | 'combination'>, path: KeyPath) => Place;

/** For the plans of these files. A path leads to other places in other combinations of a matrix. */
export function createLocate(files: readonly LoadedFile[]): Locate {
  const keyOf = (file: string, label: string | undefined) => JSON.stringify([file, label]);
  const places = new Map(
    files.map(({ file, combination, locate }) => [
      keyOf(file, combination && combinationLabel(combination)),
      locate,
    ]),
  );
  return ({ file, combination }, path) =>
    places.get(keyOf(file, combination))?.(path) ?? { file, line: 1, column: 1, length: 1 };
}
