import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, diagnostic, type Place, sortDiagnostics } from '../../diagnostic/index.ts';
import { prdVariables } from '../../render/index.ts';
import { formatScenario } from '../format/index.ts';
import { loadRendered } from '../load-template.ts';
import { inTemplate, placer } from '../origin.ts';
import type { KeyPath } from '../path.ts';
import { createProblems, type Problems, type Report } from '../problems.ts';
import { type Rendering, renderFile, type VariableUse } from '../rendering/render-file.ts';
import type { TemplateSurroundings } from '../rendering/surroundings.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { withoutTemplateEnding } from '../template.ts';
import { commentsOf } from './comments.ts';
import type { Migrated } from './migrated.ts';
import { nativeModel } from './native.ts';
import { nativeNameOf } from './native-name.ts';
import { type Read, readAny } from './read.ts';
import { carriedValues, type Tagged } from './tagged.ts';
import { type Run, type Tags, tagsOf } from './tags.ts';
import { NATIVE, nativeText, reportLost, settled } from './write.ts';

const isError = ({ severity }: Diagnostic) => severity === 'error';

/**
 * Rewrites a template of clnrm as a native one of the same dialect (`.span.toml.tera`). Its tags may stand in values,
 * which are carried over as they are written; a tag that makes keys or tables is in the way, and the file is left.
 * What comes out has been rendered and is the same scenario.
 */
export function migrateTemplate(content: string, file: string, given: TemplateSurroundings): Migrated {
  const text = content.replace(/^\ufeff/, '');
  const around = withoutPrd(given);
  const tags = tagsOf(text, file);
  const { renderings, variables } = renderFile(file, text, around);
  const [first] = renderings;
  if (!first) return refused(loadRendered({ file, dir: '', content: text }, around).diagnostics);
  const source = { text, file, around, tags, variables };
  const { read, diagnostics } = readRendering(first, file);
  if (read?.dialect === 'native') return { text, diagnostics };
  if (!read || tags.others.length > 0) {
    return refused([...diagnostics.filter(isError), ...inTheWay(tags.others, 'make keys or tables')]);
  }
  const problems = createProblems(file);
  problems.add(diagnostics.filter(({ code }) => !settled.includes(code)));
  const written = write(source, read, problems);
  if (written && !problems.failed()) problems.add(differences(source, renderings, written));
  return {
    text: problems.failed() ? undefined : written?.text,
    diagnostics: sortDiagnostics(problems.list()),
  };
}

interface Source {
  readonly text: string;
  readonly file: string;
  readonly around: TemplateSurroundings;
  readonly tags: Tags;
  readonly variables: VariableUse;
}

interface WrittenTemplate {
  readonly text: string;
  readonly model: ScenarioFile;
  /** Values that a tag makes. */
  readonly tagged: readonly KeyPath[];
}

function refused(diagnostics: readonly Diagnostic[]): Migrated {
  return { text: undefined, diagnostics: sortDiagnostics(diagnostics) };
}

/** Without the environment's say in clnrm's own variables, which native templates do not have. */
function withoutPrd(around: TemplateSurroundings): TemplateSurroundings {
  const names = new Set(prdVariables.map(({ env }) => env));
  return { ...around, allowedEnv: new Set([...around.allowedEnv].filter((name) => !names.has(name))) };
}

/** With places in the template. */
function readRendering({ text, map }: Rendering, file: string) {
  const origin = placer(map, file);
  const { read, diagnostics } = readAny(text, withoutTemplateEnding(file));
  return {
    read: read && { ...read, locate: (path: KeyPath) => origin(read.locate(path)) },
    diagnostics: diagnostics.map((each) => inTemplate(each, origin)),
  };
}

const MAX_SHOWN = 20;

/** One error for all tags that cannot be carried over for one reason. */
function inTheWay(runs: readonly Run[], reason: string): Diagnostic[] {
  const [first, ...others] = runs;
  if (!first) return [];
  const those = others.length === 0 ? 'this tag' : `${runs.length} tags, the first here,`;
  return [
    diagnostic({
      code: 'SW0020',
      message: `${those} would ${reason}, and migration carries over tags in values only`,
      place: first.place,
      related: others.slice(0, MAX_SHOWN).map(({ place }) => ({ message: 'so would this one', place })),
      hint: 'migrate what the template renders to, or write these parts of the native template by hand',
    }),
  ];
}

function write(source: Source, read: Read, problems: Problems): WrittenTemplate | undefined {
  const { text, file, tags } = source;
  const model = withVariables(
    nativeModel(read.model, { locate: read.locate, report: problems.report }),
    source,
    problems.report,
  );
  const { leading, others } = commentsOf(text, { file, isTemplate: true });
  const standIns = others.map((comment, index) => ({
    ...comment,
    text: `# comment ${index} of the template`,
  }));
  const native = nativeText({
    model,
    old: text,
    isTemplate: true,
    locateOld: read.locate,
    comments: standIns,
  });
  reportLost(native.lost, problems.report);
  const values = carriedValues({ text: native.text, model, locateOld: read.locate, tags });
  problems.add(inTheWay(values.stuck, 'have to become a value of another form'));
  reportUnused(tags, values.carried, problems.report);
  const body = others.reduce(
    (whole, comment, index) => whole.replace(`# comment ${index} of the template`, () => comment.text),
    values.text,
  );
  const { text: formatted } = formatScenario(`${leading}\n${body}`, { file: NATIVE, template: true });
  return { text: formatted, model, tagged: values.carried.map(({ path }) => path) };
}

/** clnrm's own variables that the template uses and native templates lack, with what clnrm gives them. */
function withVariables(model: ScenarioFile, { variables, file }: Source, report: Report): ScenarioFile {
  const missing = prdVariables.filter(
    ({ name }) => variables.used.has(name) && !variables.declared.has(name),
  );
  if (missing.length === 0) return model;
  report('SW0019', () => ({
    message: `${missing.map(({ name }) => `\`${name}\``).join(', ')} of clnrm stand${missing.length === 1 ? 's' : ''} in \`[vars]\` now`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: `clnrm also takes ${missing.map(({ env }) => env).join(', ')} from the environment; give such a value with --var`,
  }));
  const defaults = Object.fromEntries(missing.map(({ name, fallback }) => [name, fallback]));
  return { ...model, vars: { ...defaults, ...model.vars } };
}

/** Tags in values that nothing has become of, such as those of keys without effect. */
function reportUnused({ values }: Tags, carried: readonly Tagged[], report: Report): void {
  const used = new Set(carried.map(({ run }) => run));
  for (const run of values.values()) {
    if (used.has(run)) continue;
    report('SW0019', () => ({
      message: 'the value that this tag makes is not carried over',
      place: run.place,
    }));
  }
}

/** Whether what was written renders to the scenarios that the old template renders to, in every combination. */
function differences(
  source: Source,
  renderings: readonly Rendering[],
  { text, tagged }: WrittenTemplate,
): Diagnostic[] {
  const { file, around } = source;
  const name = nativeNameOf(file, source.text);
  const { files, diagnostics } = loadRendered({ file: name, dir: '', content: text }, around);
  const place: Place = { file, line: 1, column: 1, length: 1 };
  const [wrong] = diagnostics.filter(isError);
  if (wrong) {
    const message = `as a native template it would have an error: ${wrong.message}`;
    return [diagnostic({ code: 'SW0020', message, place, hint: wrong.hint })];
  }
  const isSame = renderings.every((rendering, index) => {
    const old = readAny(rendering.text, withoutTemplateEnding(file)).read;
    const model = files[index]?.model;
    return old && model && isDeepStrictEqual(untagged(silent(old), tagged), untagged(model, tagged));
  });
  if (isSame && files.length === renderings.length) return [];
  const message = 'the native template would render to something else than this one';
  const hint = 'migrate what the template renders to; and please report this together with the file';
  return [diagnostic({ code: 'SW0020', message, place, hint })];
}

function silent(read: Read): ScenarioFile {
  return nativeModel(read.model, { locate: read.locate, report: () => {} });
}

/** Without what tags make, which is carried over as written, and need not be the same each time; without variables. */
function untagged(model: ScenarioFile, tagged: readonly KeyPath[]): unknown {
  // A model is plain data; what is undefined is not there.
  const copy: Record<string, unknown> = JSON.parse(
    JSON.stringify(model, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
  delete copy.vars;
  for (const path of tagged) remove(copy, path);
  return copy;
}

function remove(value: unknown, [step, ...rest]: KeyPath): void {
  if (typeof value !== 'object' || value === null || step === undefined || !Object.hasOwn(value, step))
    return;
  const holder = value as Record<KeyPath[number], unknown>; // It has the key.
  if (rest.length === 0) holder[step] = null;
  else remove(holder[step], rest);
}
