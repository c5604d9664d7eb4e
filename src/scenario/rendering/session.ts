import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import {
  contextOf,
  type Dependency,
  type DialectName,
  dialectOf,
  givenVariables,
  mentionsOf,
  parseTemplate,
  type Rendered,
  renderTemplate,
  resolveVariables,
  type SyntaxTree,
  type Uses,
  type ValueMap,
  type VariableSources,
  type VariableWatch,
} from '../../render/index.ts';
import { withoutTemplateEnding } from '../template.ts';
import { Lines } from '../toml/lines.ts';
import { type Id, isIn, nameOf, namesIn } from '../variables/own-tables.ts';
import type { OwnValues } from '../variables/values.ts';
import { Budget } from './budget.ts';
import type { TemplateSurroundings } from './surroundings.ts';

/** Faults of variables that are shown; more are more than anyone reads. */
const MAX_MISSED = 50;

/** Names that a template looked up; undefined among them when it looked at all. */
type Asked = Record<'vars' | 'matrix', Set<string | undefined>>;

interface Looking {
  /** What `matrix` is. */
  readonly matrix: ValueMap;
  readonly asked: VariableWatch['asked'];
}

/** All renderings of one file: they share what they may use, and what they were found to depend on. */
export class RenderSession {
  readonly file: string;
  readonly text: string;
  /** Whether the file is one of ours, and not clnrm's. */
  readonly native: boolean;
  readonly budget = new Budget();
  /** The place of a stretch of the text, by its offsets. */
  readonly place = (start: number, end: number): Place => this.lines.place(start, end);
  private readonly lines: Lines;
  private readonly surroundings: TemplateSurroundings;
  private readonly dialect: DialectName;
  /** Combinations of a matrix share the tree of the file. */
  private readonly trees = new Map<string, SyntaxTree>();
  private readonly asked: Asked = { vars: new Set(), matrix: new Set() };
  private readonly found = new Map<string, Dependency>();
  private readonly used = { clock: false, random: false, env: new Set<string>() };

  constructor(file: string, text: string, surroundings: TemplateSurroundings) {
    this.file = file;
    this.text = text;
    this.lines = new Lines(file, text);
    this.surroundings = surroundings;
    this.native = /\.span\.toml$/i.test(withoutTemplateEnding(file));
    this.dialect = dialectOf(file) ?? (this.native ? 'nunjucks' : 'tera');
  }

  /** Undefined for a text that cannot be parsed. */
  readonly parse = (text: string): SyntaxTree | undefined => {
    const { file, dialect, trees } = this;
    const parsed = parseTemplate({ file, text, dialect, trees });
    return 'diagnostics' in parsed ? undefined : parsed;
  };

  /** Variables that have a value whatever the file says. */
  givenNames(): ReadonlySet<string> {
    return new Set(givenVariables(this.sources(undefined)).keys());
  }

  /** A part of the file, to work out the rest with it. */
  renderPart(text: string, known: OwnValues, matrix: ValueMap): Rendered {
    return this.render(text, known, { matrix, asked: () => undefined });
  }

  /** The file, and what is wrong with it: what only came out while its own tables were worked out is there too. */
  renderWhole(
    known: OwnValues,
    matrix: ValueMap,
  ): { rendered: Rendered; diagnostics: readonly Diagnostic[] } {
    const asked: Asked = { vars: new Set(), matrix: new Set() };
    const rendered = this.render(this.text, known, {
      matrix,
      asked: (namespace, name) => {
        asked[namespace].add(name);
        this.asked[namespace].add(name);
      },
    });
    // A variable that nothing asks for fails for itself alone; the other tables always have an effect.
    const isMissed = (id: Id) => {
      const name = nameOf(id);
      return !isIn(id, 'vars') || name === '' || asked.vars.has(name) || asked.vars.has(undefined);
    };
    const missed = [...known.failed].flatMap(([id, why]) => (isMissed(id) ? why : []));
    const more = unsaid(missed, rendered.diagnostics).slice(0, MAX_MISSED);
    return { rendered, diagnostics: [...rendered.diagnostics, ...more] };
  }

  private render(text: string, known: OwnValues, { matrix, asked }: Looking): Rendered {
    const { file, dialect, trees, surroundings } = this;
    const { host, root, allowedEnv } = surroundings;
    const withheld = {
      vars: namesIn('vars', known.failed.keys()),
      matrix: namesIn('matrix', known.failed.keys()),
    };
    const rendered = renderTemplate({
      file,
      text,
      dialect,
      trees,
      root,
      host,
      allowedEnv,
      limits: this.budget.limits(),
      determinism: known.fixed(),
      variables: contextOf(resolveVariables(this.sources(known.vars)), { matrix }, { asked, withheld }),
    });
    this.budget.spend(rendered);
    this.keep(rendered);
    return rendered;
  }

  private sources(file: ValueMap | undefined): VariableSources {
    const { host, allowedEnv, envVariables, given, project } = this.surroundings;
    return {
      command: given,
      env: (name) => {
        if (!allowedEnv.has(name)) return undefined;
        this.used.env.add(name);
        return host.env[name];
      },
      envNames: envVariables,
      file,
      project,
      prd: !this.native,
    };
  }

  private keep({ dependencies, uses }: Rendered): void {
    for (const each of dependencies) this.found.set(each.file, each);
    this.used.clock ||= uses.clock;
    this.used.random ||= uses.random;
    for (const name of uses.env) this.used.env.add(name);
  }

  dependencies(): readonly Dependency[] {
    return [...this.found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  uses(): Uses {
    return { ...this.used, env: [...this.used.env].sort() };
  }

  /** Whether a name was looked up in any rendering of the whole file, or stands in a branch that was not taken. */
  isUsed(namespace: 'vars' | 'matrix', name: string): boolean {
    const asked = this.asked[namespace];
    return asked.has(name) || asked.has(undefined) || this.mentioned()[namespace]?.has(name) !== false;
  }

  /** All names that were looked up or are mentioned, as far as they can be told. */
  usedVariables(): ReadonlySet<string> {
    const asked = [...this.asked.vars].filter((name) => name !== undefined);
    return new Set([...asked, ...(this.mentioned().vars ?? [])]);
  }

  private mentioned(): { readonly vars?: ReadonlySet<string>; readonly matrix?: ReadonlySet<string> } {
    const tree = this.parse(this.text);
    if (!tree) return { vars: new Set(), matrix: new Set() };
    const { names, vars, matrix } = mentionsOf(tree);
    return { ...(vars && { vars: vars.union(names) }), ...(matrix && { matrix }) };
  }
}

/** What is not said already, of the same place with the same code. */
function unsaid(diagnostics: readonly Diagnostic[], said: readonly Diagnostic[]): Diagnostic[] {
  const keyOf = ({ code, place }: Diagnostic) => JSON.stringify([code, place]);
  const seen = new Set(said.map(keyOf));
  return diagnostics.filter((each) => !seen.has(keyOf(each)) && seen.add(keyOf(each)));
}
