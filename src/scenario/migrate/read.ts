import { type Diagnostic, type Place, sortDiagnostics } from '../../diagnostic/index.ts';
import { normaliseClnrm } from '../generations/clnrm.ts';
import { expandShorthands } from '../generations/shorthand.ts';
import { loadScenarioFile } from '../load.ts';
import type { KeyPath } from '../path.ts';
import { presets } from '../plugins/presets.ts';
import { createProblems } from '../problems.ts';
import { check } from '../schema/check.ts';
import { type ScenarioFile, scenarioFile } from '../schema/file.ts';
import { checkStructure } from '../structure/check.ts';
import { type LocatedTable, locate, parseToml } from '../toml/index.ts';
import { modernised } from './older.ts';

export interface Reading {
  /** Absent when there are errors. */
  readonly read: Read | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Read {
  readonly dialect: 'native' | 'clnrm';
  readonly model: ScenarioFile;
  /** Place in the file of the value at a key path of the model. */
  readonly locate: (path: KeyPath) => Place;
}

/** Reads a file as loading does, and the generations that loading refuses besides. */
export function readAny(text: string, file: string): Reading {
  const { root } = parseToml({ file, text });
  const modern = root && modernised(root);
  if (modern) return readTable(modern, text, file);
  const { loaded, diagnostics } = loadScenarioFile({ file, dir: '', content: text });
  return { read: loaded, diagnostics };
}

/** The stages of loading, from a table that the loader could not be given as text without losing its places. */
function readTable(root: LocatedTable, source: string, file: string): Reading {
  const problems = createProblems(file);
  const input = { dialect: 'clnrm', source, report: problems.report } as const;
  const normal = expandShorthands(scenarioFile, normaliseClnrm(root, input), input);
  const model = check(scenarioFile, normal, input);
  // Only a table is ever made of a table.
  if (model && normal.kind === 'table') {
    checkStructure({ ...input, model, root: normal, rendered: false, plugins: presets });
  }
  const read: Read | undefined = model && {
    dialect: 'clnrm',
    model,
    locate: (path) => locate(normal, path).value,
  };
  return {
    read: problems.failed() ? undefined : read,
    diagnostics: sortDiagnostics(problems.list()),
  };
}
