import { prdVariables } from '../../render/index.ts';
import type { EditedFile } from '../document.ts';
import type { Stretch } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';

/** A name that a template can use; the stretch is where the file declares it, if the file does. */
export interface Variable {
  readonly name: string;
  /** Where it comes from, such as `[vars]`. */
  readonly origin: string;
  readonly declared: Stretch | undefined;
}

/** Tags that give names: `{% set x = 1 %}`, `{% for k, v in map %}`, `{% import "f" as m %}`, parameters of macros. */
const SETTING = /^\{%-?\s*(set|set_global|for)\s+(\w+)(?:\s*,\s*(\w+))?/;
const PARAMETERS = /^\{%-?\s*macro\s+\w+\s*\(([\s\S]*)\)/;

/**
 * The variables a template may use: those of `[vars]`, those its tags set, and clnrm's own in clnrm files. Scopes are
 * not told apart. What `[matrix]` gives is reached through `matrix`.
 */
export function variablesIn(file: EditedFile): readonly Variable[] {
  const found = new Map<string, Variable>();
  const add = (variable: Variable) => {
    if (!found.has(variable.name)) found.set(variable.name, variable);
  };
  for (const each of tableKeys(file, 'vars')) add({ ...each, origin: '`[vars]`' });
  for (const tag of file.tags) {
    const text = file.text.slice(tag.start, tag.end);
    for (const each of namesSetBy(text, tag.start)) add(each);
  }
  if (file.dialect === 'clnrm' || file.template === 'tera') {
    for (const { name, env, fallback } of prdVariables) {
      add({
        name,
        origin: `clnrm: \`${env}\` of the environment, else \`${JSON.stringify(fallback)}\``,
        declared: undefined,
      });
    }
  }
  return [...found.values()];
}

/** The values that `matrix.` gives. */
export function matrixVariables(file: EditedFile): readonly Variable[] {
  return tableKeys(file, 'matrix').map((each) => ({ ...each, origin: '`[matrix]`' }));
}

function tableKeys(file: EditedFile, table: string): Omit<Variable, 'origin'>[] {
  const keys: Omit<Variable, 'origin'>[] = [];
  walk(file.blocks, {
    key({ part, path }) {
      if (path.length === 2 && path[0] === table) keys.push({ name: part.name, declared: part });
    },
  });
  return keys;
}

function namesSetBy(tag: string, start: number): Variable[] {
  const [head, keyword = '', ...names] = SETTING.exec(tag) ?? [];
  const parameters = PARAMETERS.exec(tag)?.[1];
  const origin = head === undefined ? 'parameter of a macro' : `\`{% ${keyword} %}\``;
  const given = head === undefined ? parameterNames(parameters ?? '') : names;
  return given.flatMap((name) => {
    if (name === undefined) return [];
    const at = tag.search(new RegExp(`\\b${name}\\b`));
    return [{ name, origin, declared: { start: start + at, end: start + at + name.length } }];
  });
}

function parameterNames(parameters: string): (string | undefined)[] {
  return parameters.split(',').map((each) => /^\s*([A-Za-z_]\w*)/.exec(each)?.[1]);
}
