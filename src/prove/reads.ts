import { type Claim, compileName, createSubject, isOwnName, type Subject } from '../expect/index.ts';
import {
  type Attributes,
  type AttributeValue,
  createTrace,
  type Resource,
  type Span,
  type Trace,
} from '../trace/index.ts';

/** What of a span a claim may read, as bits of one number. */
export const READ = {
  name: 1,
  kind: 2,
  times: 4,
  attributes: 8,
  events: 16,
  links: 32,
  status: 64,
  resource: 128,
  scope: 256,
  ids: 512,
  parent: 1024,
  children: 2048,
  ancestry: 4096,
} as const;

/** Stands among the keys for how many of them there are. A lone surrogate is no key that can arrive in UTF-8. */
export const SIZE = '\ud800size';

/**
 * Everything that the judgement of one claim depended on. Judging is a function of what it reads: where none of it is
 * changed, the judgement is the same.
 */
export interface Reads {
  /** By the span's position: which of its members were read. Own spans come after those of the tested system. */
  readonly members: ReadonlyMap<number, number>;
  /** Those of all spans together. */
  readonly bits: number;
  /** Numbers in the walk over the forest, ascending, of the spans that it was asked about from whom they descend. */
  readonly lineages: Float64Array;
  /** Keys of attributes, of whichever span; undefined stands for all of them. */
  readonly attributeKeys: ReadonlySet<string> | undefined;
  readonly resourceKeys: ReadonlySet<string> | undefined;
  /** Names and globs by which spans were looked up, and the spans that were found. */
  readonly selected: ReadonlyMap<string, (name: string) => boolean>;
  readonly found: ReadonlySet<number>;
  /** The list of all spans. */
  readonly all: boolean;
  /** Which names there are. */
  readonly names: boolean;
  readonly orphans: boolean;
  /** Where links lead. */
  readonly targets: boolean;
}

/** Judges claims of one trace and writes down what they read. */
export interface Reader {
  read(claim: Claim): Reads;
}

export function createReader(trace: Trace): Reader {
  const notes = new Notes();
  const spans = trace.spans.map((span, at) => new NotedSpan(span, at, notes));
  const own = trace.own.map((span, index) => new NotedSpan(span, spans.length + index, notes));
  // Copies stand in the order of what they copy.
  const copy = createTrace({ spans, own });
  const subject = new NotedSubject(createSubject(copy), copy, notes);
  return {
    read(claim) {
      notes.begin();
      claim.judge(subject);
      return notes.end();
    },
  };
}

/** What the claim at hand has read so far. Nothing is noted outside {@link Notes.begin} and {@link Notes.end}. */
class Notes {
  #members = new Map<number, number>();
  #bits = 0;
  #lineages = new Set<number>();
  #attributeKeys = new Set<string>();
  #allAttributes = false;
  #resourceKeys = new Set<string>();
  #allResources = false;
  #selected = new Map<string, (name: string) => boolean>();
  #found = new Set<number>();
  #flags = { all: false, names: false, orphans: false, targets: false };
  #isOn = false;

  begin(): void {
    this.#members = new Map();
    this.#bits = 0;
    this.#lineages = new Set();
    this.#attributeKeys = new Set();
    this.#allAttributes = false;
    this.#resourceKeys = new Set();
    this.#allResources = false;
    this.#selected = new Map();
    this.#found = new Set();
    this.#flags = { all: false, names: false, orphans: false, targets: false };
    this.#isOn = true;
  }

  end(): Reads {
    this.#isOn = false;
    return {
      members: this.#members,
      bits: this.#bits,
      lineages: Float64Array.from(this.#lineages).sort(),
      attributeKeys: this.#allAttributes ? undefined : this.#attributeKeys,
      resourceKeys: this.#allResources ? undefined : this.#resourceKeys,
      selected: this.#selected,
      found: this.#found,
      ...this.#flags,
    };
  }

  /** Indexes are built from all spans whoever asks first: that is not what the claim reads. */
  without<T>(work: () => T): T {
    const was = this.#isOn;
    this.#isOn = false;
    const result = work();
    this.#isOn = was;
    return result;
  }

  member(at: number, bit: number): void {
    if (!this.#isOn) return;
    this.#members.set(at, (this.#members.get(at) ?? 0) | bit);
    this.#bits |= bit;
  }

  lineage(at: number, enter: number): void {
    if (!this.#isOn) return;
    this.member(at, READ.ancestry);
    this.#lineages.add(enter);
  }

  key(of: 'attributes' | 'resource', key: string | undefined): void {
    if (!this.#isOn) return;
    if (of === 'attributes' && key === undefined) this.#allAttributes = true;
    else if (key === undefined) this.#allResources = true;
    else (of === 'attributes' ? this.#attributeKeys : this.#resourceKeys).add(key);
  }

  select(name: string, spans: readonly Span[]): void {
    if (!this.#isOn) return;
    if (!this.#selected.has(name)) this.#selected.set(name, selectorOf(name));
    for (const span of spans) if (span instanceof NotedSpan) this.#found.add(span.at);
  }

  flag(flag: 'all' | 'names' | 'orphans' | 'targets'): void {
    if (this.#isOn) this.#flags[flag] = true;
  }
}

/** Whether a span of the tested system is selected by a name, as {@link Subject.select} selects. */
function selectorOf(name: string): (actual: string) => boolean {
  const matches = compileName(name);
  return (actual) => matches(actual) && isOwnName(actual) === isOwnName(name);
}

/** A span that notes which of its members are read. */
class NotedSpan implements Span {
  readonly at: number;
  readonly #span: Span;
  readonly #notes: Notes;
  readonly #attributes: Attributes;
  readonly #resource: Resource;

  constructor(span: Span, at: number, notes: Notes) {
    this.#span = span;
    this.at = at;
    this.#notes = notes;
    this.#attributes = new NotedAttributes(span.attributes, 'attributes', notes);
    this.#resource = notedResource(span.resource, notes);
  }

  get traceId(): string {
    this.#notes.member(this.at, READ.ids);
    return this.#span.traceId;
  }
  get spanId(): string {
    this.#notes.member(this.at, READ.ids);
    return this.#span.spanId;
  }
  get parentSpanId(): string | undefined {
    this.#notes.member(this.at, READ.ids);
    return this.#span.parentSpanId;
  }
  get name(): string {
    this.#notes.member(this.at, READ.name);
    return this.#span.name;
  }
  get kind(): Span['kind'] {
    this.#notes.member(this.at, READ.kind);
    return this.#span.kind;
  }
  get startNs(): bigint | undefined {
    this.#notes.member(this.at, READ.times);
    return this.#span.startNs;
  }
  get endNs(): bigint | undefined {
    this.#notes.member(this.at, READ.times);
    return this.#span.endNs;
  }
  get attributes(): Attributes {
    this.#notes.member(this.at, READ.attributes);
    return this.#attributes;
  }
  get events(): Span['events'] {
    this.#notes.member(this.at, READ.events);
    return this.#span.events;
  }
  get links(): Span['links'] {
    this.#notes.member(this.at, READ.links);
    return this.#span.links;
  }
  get status(): Span['status'] {
    this.#notes.member(this.at, READ.status);
    return this.#span.status;
  }
  get resource(): Resource {
    this.#notes.member(this.at, READ.resource);
    return this.#resource;
  }
  get scope(): Span['scope'] {
    this.#notes.member(this.at, READ.scope);
    return this.#span.scope;
  }
}

const notedResources = new WeakMap<Notes, WeakMap<Resource, Resource>>();

/** Who looks at resources tells them apart by identity. */
function notedResource(resource: Resource, notes: Notes): Resource {
  const known = notedResources.get(notes) ?? new WeakMap<Resource, Resource>();
  notedResources.set(notes, known);
  const made = known.get(resource) ?? {
    attributes: new NotedAttributes(resource.attributes, 'resource', notes),
  };
  known.set(resource, made);
  return made;
}

/** Attributes that note which of their keys are asked for. */
class NotedAttributes extends Map<string, AttributeValue> {
  readonly #of: 'attributes' | 'resource';
  readonly #notes: Notes;

  constructor(attributes: Attributes, of: 'attributes' | 'resource', notes: Notes) {
    super();
    for (const [key, value] of attributes) super.set(key, value);
    this.#of = of;
    this.#notes = notes;
  }

  override get(key: string): AttributeValue | undefined {
    this.#notes.key(this.#of, key);
    return super.get(key);
  }
  override has(key: string): boolean {
    this.#notes.key(this.#of, key);
    return super.has(key);
  }
  override get size(): number {
    this.#notes.key(this.#of, SIZE);
    return super.size;
  }
  override keys(): MapIterator<string> {
    this.#notes.key(this.#of, undefined);
    return super.keys();
  }
  override values(): MapIterator<AttributeValue> {
    this.#notes.key(this.#of, undefined);
    return super.values();
  }
  override entries(): MapIterator<[string, AttributeValue]> {
    this.#notes.key(this.#of, undefined);
    return super.entries();
  }
  override [Symbol.iterator](): MapIterator<[string, AttributeValue]> {
    return this.entries();
  }
  override forEach(...given: Parameters<Map<string, AttributeValue>['forEach']>): void {
    this.#notes.key(this.#of, undefined);
    super.forEach(...given);
  }
}

/** The index of the copies, noting what is looked up. */
class NotedTrace implements Trace {
  readonly #trace: Trace;
  readonly #notes: Notes;

  constructor(trace: Trace, notes: Notes) {
    this.#trace = trace;
    this.#notes = notes;
  }

  get spans(): readonly Span[] {
    this.#notes.flag('all');
    return this.#trace.spans;
  }
  get own(): readonly Span[] {
    return this.#trace.own;
  }
  named(name: string): readonly Span[] {
    const spans = this.#notes.without(() => this.#trace.named(name));
    this.#notes.select(name, spans);
    return spans;
  }
  parentOf(span: Span): Span | undefined {
    if (span instanceof NotedSpan) this.#notes.member(span.at, READ.parent);
    return this.#notes.without(() => this.#trace.parentOf(span));
  }
  childrenOf(span: Span): readonly Span[] {
    if (span instanceof NotedSpan) this.#notes.member(span.at, READ.children);
    return this.#notes.without(() => this.#trace.childrenOf(span));
  }
  parents(): ReturnType<Trace['parents']> {
    this.#notes.flag('all');
    for (const at of this.#trace.spans.keys()) this.#notes.member(at, READ.parent);
    return this.#notes.without(() => this.#trace.parents());
  }
  get orphans(): readonly Span[] {
    this.#notes.flag('orphans');
    return this.#notes.without(() => this.#trace.orphans);
  }
}

class NotedSubject implements Subject {
  readonly trace: Trace;
  readonly clockOf: Subject['clockOf'];
  readonly #subject: Subject;
  readonly #notes: Notes;

  constructor(subject: Subject, trace: Trace, notes: Notes) {
    this.#subject = subject;
    this.#notes = notes;
    this.trace = new NotedTrace(trace, notes);
    this.clockOf = (span) => {
      if (span instanceof NotedSpan) notes.member(span.at, READ.resource);
      notes.key('resource', undefined);
      return notes.without(() => subject.clockOf(span));
    };
  }

  get empty(): boolean {
    this.#notes.flag('all');
    return this.#subject.empty;
  }
  select(name: string): readonly Span[] {
    const spans = this.#notes.without(() => this.#subject.select(name));
    this.#notes.select(name, spans);
    return spans;
  }
  matcher(name: string): (span: Span) => boolean {
    return this.#subject.matcher(name);
  }
  parentOf(span: Span): Span | undefined {
    const parent = this.trace.parentOf(span);
    return parent === span ? undefined : parent;
  }
  namesBeside(name: string): readonly string[] {
    this.#notes.flag('names');
    return this.#notes.without(() => this.#subject.namesBeside(name));
  }
  spansByName(): readonly Span[] {
    this.#notes.flag('all');
    this.#notes.flag('names');
    return this.#notes.without(() => this.#subject.spansByName());
  }
  similarName(name: string): string | undefined {
    this.#notes.flag('names');
    return this.#notes.without(() => this.#subject.similarName(name));
  }
  linked(link: Span['links'][number]): Span | undefined {
    this.#notes.flag('targets');
    return this.#notes.without(() => this.#subject.linked(link));
  }
  causality(): ReturnType<Subject['causality']> {
    const causality = this.#notes.without(() => this.#subject.causality());
    const note = (span: Span) => {
      if (span instanceof NotedSpan) this.#notes.lineage(span.at, causality.enter(span));
    };
    return {
      enter(span) {
        note(span);
        return causality.enter(span);
      },
      leave(span) {
        note(span);
        return causality.leave(span);
      },
      related(a, b) {
        note(a);
        note(b);
        return causality.related(a, b);
      },
    };
  }
  mayExplain(steps: number): boolean {
    return this.#subject.mayExplain(steps);
  }
}
