import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import {
  check,
  checkPlugins,
  createProblems,
  locate,
  type PluginTable,
  parseToml,
} from '../../scenario/index.ts';
import { shownPath } from '../files/say.ts';
import { projectSchema } from './schema.ts';
import type { Setting } from './settings.ts';

const PROJECT_FILE = 'spanwright.toml';

/** A project file that was found and is correct. */
export interface Project {
  /** Absolute. */
  readonly path: string;
  /** Absolute folder of the file: relative paths in it start there, and `.spanwright/` lies there. */
  readonly dir: string;
  /** What it sets, by key, such as `run.jobs`. */
  readonly settings: ReadonlyMap<string, Setting>;
}

export interface ProjectResult {
  /** Undefined when there is no project file, or when it has errors. */
  readonly project?: Project | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The project file of the working directory or of the nearest folder above it that has one. */
export function loadProject(host: Host): ProjectResult {
  const path = findProject(host);
  if (path === undefined) return { diagnostics: [] };
  const file = shownPath(path, host.cwd);
  try {
    return readProject(path, file, host.files.read(path) ?? new Uint8Array());
  } catch (error) {
    const place = { file, line: 1, column: 1, length: 1 };
    const message = `the project file cannot be read: ${systemReason(error)}`;
    return { diagnostics: [diagnostic({ code: 'SW0011', message, place })] };
  }
}

function findProject(host: Host): string | undefined {
  for (let folder = host.cwd; ; folder = dirname(folder)) {
    const path = join(folder, PROJECT_FILE);
    if (isFile(path, host)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A folder above that may not be looked into has no project file for us. */
function isFile(path: string, host: Host): boolean {
  try {
    return host.files.stat(path)?.kind === 'file';
  } catch {
    return false;
  }
}

function readProject(path: string, file: string, content: Uint8Array): ProjectResult {
  const parsed = parseToml({ file, text: content });
  if (!parsed.root) return { diagnostics: parsed.diagnostics };
  const { root } = parsed;
  const problems = createProblems(file);
  const source = new TextDecoder().decode(content);
  const checked = check(projectSchema(), root, { dialect: 'native', source, report: problems.report });
  // Checked against the schema of plugins a moment ago.
  const tables = (checked?.plugins ?? {}) as Readonly<Record<string, PluginTable>>;
  checkPlugins({ tables, root, report: problems.report });
  const diagnostics = problems.list();
  if (checked === undefined || problems.failed()) return { diagnostics };
  const settings = new Map<string, Setting>();
  for (const [table, values] of Object.entries(checked)) {
    for (const [key, value] of Object.entries(values ?? {})) {
      const place = (index?: number) =>
        locate(root, index === undefined ? [table, key] : [table, key, index]).value;
      settings.set(`${table}.${key}`, { value, origin: { kind: 'project', places: placesOf(value, place) } });
    }
  }
  return { project: { path, dir: dirname(path), settings }, diagnostics };
}

function placesOf(value: unknown, place: (index?: number) => Place): readonly Place[] {
  return Array.isArray(value) ? value.map((_, index) => place(index)) : [place()];
}
