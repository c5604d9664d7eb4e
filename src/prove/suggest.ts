import { claimsOf } from '../expect/index.ts';
import { nameOf } from '../learn/index.ts';
import { type Expectations, printTomlValue, type SpanExpectation, type TomlData } from '../scenario/index.ts';
import type { AttributeValue, Span } from '../trace/index.ts';
import type { MutantJudge } from './judge.ts';
import { isTable, merged } from './merge.ts';
import type { Edit, Mutant } from './mutant.ts';
import { CREDENTIAL } from './operators/content.ts';
import { serviceOf } from './operators/service.ts';
import type { Suggestion } from './proof.ts';
import type { Scene } from './scene.ts';

export interface Suggester {
  /** An expectation that a mutant fails and that the recorded trace meets; undefined where none was found. */
  forOne(mutant: Mutant): string | undefined;
  /** The same for many together, with what belongs to one span in one table. */
  forAll(mutants: readonly Mutant[]): Suggestion | undefined;
}

/** Whatever is suggested has been tried: it passes on what was recorded, and turns red on the mutant. */
export function createSuggester(scene: Scene, judge: MutantJudge, prefix: string): Suggester {
  const writer = new Writer(scene, judge);
  const known = new Map<Mutant, Expectations | undefined>();
  const bestFor = (mutant: Mutant): Expectations | undefined => {
    if (!known.has(mutant)) known.set(mutant, writer.bestFor(mutant));
    return known.get(mutant);
  };
  return {
    forOne(mutant) {
      const found = bestFor(mutant);
      return found && printed(found, prefix);
    },
    forAll(mutants) {
      const answered = mutants.flatMap((mutant) => {
        const best = bestFor(mutant);
        return best ? [{ best, edit: mutant.edit() }] : [];
      });
      if (answered.length === 0) return undefined;
      const together = writer.together(answered.map(({ best }) => best));
      // Where spans of one name differ, what is joined can be true of too few of them.
      const left = answered.filter(({ edit }) => !writer.isKilled(together, edit));
      const apart = new Map(
        left.flatMap(({ best }) => best.span ?? []).map((span) => [JSON.stringify(span), span]),
      );
      const all =
        apart.size === 0 ? together : { ...together, span: [...(together.span ?? []), ...apart.values()] };
      const kills = answered.filter(({ edit }) => writer.isKilled(all, edit)).length;
      return { toml: printed(all, prefix), kills };
    },
  };
}

/** One table for each kind, and inline what is in it, as people write them. */
function printed({ span, ...tables }: Expectations, prefix: string): string {
  const blocks = [
    ...Object.entries(tables).map(([key, table]) => tableText(`[${prefix}.${key}]`, table)),
    ...(span ?? []).map((each) => tableText(`[[${prefix}.span]]`, each)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function tableText(header: string, table: object): string {
  return [header, ...Object.entries(table).map(([key, value]) => entryText(key, value))].join('\n');
}

/** `attrs.all = { … }` rather than `attrs = { all = { … } }`. */
function entryText(key: string, value: unknown): string {
  const [only, ...more] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const isNested = only !== undefined && more.length === 0 && isTable(only[1]) && /^\w+$/.test(only[0]);
  // What suggestions are made of is TOML data, without durations.
  return isNested ? entryText(`${key}.${only[0]}`, only[1]) : `${key} = ${printTomlValue(value as TomlData)}`;
}

class Writer {
  readonly #scene: Scene;
  readonly #judge: MutantJudge;

  constructor(scene: Scene, judge: MutantJudge) {
    this.#scene = scene;
    this.#judge = judge;
  }

  bestFor(mutant: Mutant): Expectations | undefined {
    const edit = mutant.edit();
    for (const candidate of this.#candidates(mutant)) {
      const counted = this.#counted(candidate);
      if (counted && this.#isTrue(counted) && this.isKilled(counted, edit)) return counted;
    }
    return undefined;
  }

  /** In one piece where that is still true of what was recorded; span by span, numbers are found anew. */
  together(parts: readonly Expectations[]): Expectations {
    const all = merged(parts);
    const spans = (all.span ?? []).flatMap((span) => this.#counted({ span: [span] })?.span ?? []);
    return all.span ? { ...all, span: spans } : all;
  }

  isKilled(expectations: Expectations, edit: Edit): boolean {
    return this.#judge.ask(claimsOf(expectations, []), edit).some(({ outcome }) => outcome === 'failed');
  }

  #isTrue(expectations: Expectations): boolean {
    const findings = this.#judge.ask(claimsOf(expectations, []));
    return findings.length > 0 && findings.every(({ outcome }) => outcome === 'passed');
  }

  /** With how many spans satisfy it, so that one of several that does so no more is missed; undefined for none. */
  #counted(expectations: Expectations): Expectations | undefined {
    if (!expectations.span) return expectations;
    const span: SpanExpectation[] = [];
    for (const each of expectations.span) {
      const [found] = this.#judge.ask(claimsOf({ span: [{ ...each, count: { gte: 1 } }] }, []));
      if (found?.outcome !== 'passed') return undefined;
      span.push({ ...each, count: { eq: found.proofCount } });
    }
    return { ...expectations, span };
  }

  /** From the most telling to the most general. */
  *#candidates({ operator, span, subject = '' }: Mutant): Iterable<Expectations> {
    const { trace } = this.#scene;
    switch (operator) {
      case 'drop-span':
      case 'rename-span':
      case 'duplicate':
        yield { counts: { by_name: { [span.name]: { eq: trace.named(span.name).length } } } };
        yield this.#ofSpan(span, {});
        break;
      case 're-parent': {
        const parent = this.#scene.parentOf(span);
        if (parent) yield { graph: { must_include: [[this.#name(parent), this.#name(span)]] } };
        yield this.#ofSpan(span, {});
        break;
      }
      case 'parent-loop':
        yield { graph: { acyclic: true } };
        break;
      case 'reorder':
        yield { order: { must_precede: [[this.#name(span), subject]] } };
        break;
      case 'slow-down':
        yield this.#ofSpan(span, { duration_ms: { max: limitFor(span) } });
        break;
      case 'flip-status':
        yield { status: { by_name: { [this.#name(span)]: statusWord(span) } } };
        yield this.#ofSpan(span, { status: statusWord(span) });
        break;
      case 'change-attribute':
      case 'remove-attribute':
        for (const test of this.#tests(span.attributes.get(subject)))
          yield this.#ofSpan(span, { attrs: { all: { [subject]: test } } });
        break;
      case 'add-attribute':
        yield { hermeticity: { span_attrs: { forbid_keys: [CREDENTIAL] } } };
        break;
      case 'drop-event':
        yield this.#ofSpan(span, { events: { all: [subject] } });
        yield {
          counts: { events_total: { eq: trace.spans.reduce((sum, { events }) => sum + events.length, 0) } },
        };
        break;
      case 'drop-link':
        yield this.#ofSpan(span, { links: { count: { eq: span.links.length } } });
        break;
      case 'external-call':
        yield { hermeticity: { no_external_services: true } };
        break;
      case 'drop-service':
        yield this.#ofSpan(span, { resource: { 'service.name': subject } });
        break;
      case 'change-resource':
      case 'remove-resource':
        for (const test of this.#tests(span.resource.attributes.get(subject))) {
          yield { hermeticity: { resource_attrs: { must_match: { [subject]: test } } } };
          yield this.#ofSpan(span, { resource: { [subject]: test } });
        }
        break;
      default:
        operator satisfies never;
    }
    yield { counts: { spans_total: { eq: trace.spans.length } } };
  }

  #ofSpan(span: Span, clauses: Partial<SpanExpectation>): Expectations {
    const parent = this.#scene.parentOf(span);
    const kind = span.kind === 'unspecified' ? {} : { kind: span.kind };
    const above = parent ? { parent: this.#name(parent) } : {};
    const service = serviceOf(span.resource);
    const isTold =
      !parent && service !== '' && !this.#scene.isVolatileResource(span.resource, 'service.name');
    const resource = isTold ? { resource: { 'service.name': service } } : {};
    return { span: [{ name: this.#name(span), ...above, ...kind, ...resource, ...clauses }] };
  }

  #name(span: Span): string {
    return nameOf(span, this.#scene.steadier);
  }

  /** What a value must be: itself, or where parts of it vary from run to run, what does not vary. */
  *#tests(
    value: AttributeValue | undefined,
  ): Iterable<Scalar | { readonly matches: string } | { readonly exists: true }> {
    if (typeof value === 'string') {
      const steady = this.#scene.steadier.text(value);
      if (steady === value && value.isWellFormed()) yield value;
      else yield { matches: patternOf(steady) };
    } else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
      yield value;
    yield { exists: true };
  }
}

type Scalar = string | number | boolean;

/** Placeholders of what varies become gaps; all else stands for itself. */
function patternOf(steady: string): string {
  const parts = steady.split(/<(?:port|uuid|time|id)>/);
  return `^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.+')}$`;
}

function statusWord({ status }: Span): 'OK' | 'ERROR' | 'UNSET' {
  switch (status.code) {
    case 'ok':
      return 'OK';
    case 'error':
      return 'ERROR';
    case 'unset':
      return 'UNSET';
    default:
      return status.code satisfies never;
  }
}

/** Far above what it took, for a machine that is busy, and far below what a slow one would take. */
function limitFor({ startNs = 0n, endNs = 0n }: Span): number {
  return 1000 * Math.ceil(1 + (5 * Number(endNs - startNs)) / 1e9);
}
