import { type PrdVariable, prdVariables } from '../../render/index.ts';
import type { EditedFile } from '../document.ts';
import type { ProjectView } from '../project.ts';
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

/** The variables a template may use. Scopes are not told apart; what `[matrix]` gives is reached through `matrix`. */
export function variablesIn(file: EditedFile, project: ProjectView): readonly Variable[] {
  const set = file.tags.flatMap(({ start, end }) => namesSetBy(file.text.slice(start, end), start));
  return distinct([...set, ...givenVariables(file, project)]);
}

/** Those that are there before any tag, which are also reached through `vars`: of the file, the project, and clnrm. */
export function givenVariables(file: EditedFile, project: ProjectView): readonly Variable[] {
  const own = tableKeys(file, 'vars').map((each) => ({ ...each, origin: '`[vars]`' }));
  const shared = project.variables.map((name) => ({
    name,
    origin: '`spanwright.toml`',
    declared: undefined,
  }));
  // A template that is included may be part of a clnrm file.
  const isClnrm = file.dialect === 'clnrm' || file.template === 'tera';
  return distinct([...own, ...shared, ...(isClnrm ? prdVariables.map(ofClnrm) : [])]);
}

function ofClnrm({ name, env, fallback }: PrdVariable): Variable {
  const origin = `clnrm: \`${env}\` of the environment, else \`${JSON.stringify(fallback)}\``;
  return { name, origin, declared: undefined };
}

/** Of several of one name the first. */
function distinct(variables: readonly Variable[]): readonly Variable[] {
  const seen = new Set<string>();
  return variables.filter(({ name }) => !seen.has(name) && seen.add(name));
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
