import type { Dialect } from '../dialect.ts';
import type { Report } from '../problems.ts';
import { withoutTemplateEnding } from '../template.ts';
import type { LocatedTable } from '../toml/index.ts';
import { itemsUnder, tableUnder } from './tree.ts';

/** Tables that only clnrm files have (clnrm-format a.2). */
const clnrmTables = [
  'test',
  'services',
  'steps',
  'assertions',
  'otel_validation',
  'otel_headers',
  'otel_propagators',
  // Of the generations that are recognised only to be refused.
  'scenarios',
  'template',
];

/** The plugins of clnrm 0.4 to 1.0 (clnrm-format a.6). */
export const clnrmPlugins = [
  'generic_container',
  'surrealdb',
  'network_service',
  'chaos_engine',
  'ollama',
  'vllm',
  'tgi',
  'otel_collector',
];

/**
 * The dialect of a file: its name decides (`*.span.toml` is native, `*.clnrm.toml` clnrm); any other `.toml` is clnrm
 * when it has a table or a plugin that only clnrm has, or a scenario with `artifacts`, and native otherwise.
 */
export function dialectOf(file: string, root: LocatedTable): Dialect {
  const name = withoutTemplateEnding(file);
  if (/\.span\.toml$/i.test(name)) return 'native';
  if (/\.clnrm\.toml$/i.test(name)) return 'clnrm';
  const marked =
    clnrmTables.some((key) => root.entries.has(key)) || hasClnrmService(root) || hasArtifacts(root);
  return marked ? 'clnrm' : 'native';
}

function hasClnrmService(root: LocatedTable): boolean {
  const services = [...(tableUnder(root, 'service')?.entries.values() ?? [])];
  return services.some(({ value }) => {
    const plugin = value.kind === 'table' ? value.entries.get('plugin')?.value : undefined;
    return plugin?.kind === 'string' && clnrmPlugins.includes(plugin.value);
  });
}

function hasArtifacts(root: LocatedTable): boolean {
  const scenarios = itemsUnder(root, 'scenario') ?? [];
  return scenarios.some((scenario) => scenario.kind === 'table' && scenario.entries.has('artifacts'));
}

/** Reports a file of a generation that no released clnrm reads any more; nothing else is worth saying about it. */
export function refuseUnread(root: LocatedTable, report: Report): boolean {
  const found = unreadGeneration(root);
  if (!found) return false;
  const entry = root.entries.get(found.key);
  report('SW3017', () => ({
    message: `this file is of ${found.generation}, which clnrm itself reads no more`,
    place: entry?.keyPlace ?? root.place,
    hint: found.remedy,
  }));
  return true;
}

interface Unread {
  readonly key: string;
  readonly generation: string;
  readonly remedy: string;
}

/** How each is recognised: clnrm-format a.1. */
function unreadGeneration(root: LocatedTable): Unread | undefined {
  const test = tableUnder(root, 'test');
  if (test && !test.entries.has('metadata') && test.entries.has('name')) {
    return {
      key: 'test',
      generation: 'the generation with a flat `[test]` table',
      remedy: 'rename the header `[test]` to `[test.metadata]`',
    };
  }
  const template = tableUnder(root, 'template');
  if (template && ['vars', 'matrix', 'otel'].some((key) => template.entries.has(key))) {
    return {
      key: 'template',
      generation: 'the v0.6 design with front matter',
      remedy:
        'rename `[template.vars]` to `[vars]`, `[template.matrix]` to `[matrix]`, `[template.otel]` to `[otel]`',
    };
  }
  const hasMeta = root.entries.has('meta') || root.entries.has('test');
  if (itemsUnder(root, 'scenarios') && root.entries.has('name') && !hasMeta) {
    return {
      key: 'scenarios',
      generation: 'clnrm 0.3',
      remedy:
        'move `name` into `[meta]` and add `version`, rename `[[scenarios]]` to `[[scenario]]` and `cmd` to `command`',
    };
  }
  return undefined;
}
