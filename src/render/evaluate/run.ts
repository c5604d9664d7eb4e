import {
  type Diagnostic,
  diagnostic,
  type Place,
  type Related,
  type Severity,
} from '../../diagnostic/index.ts';
import { type CallSite, callIntoLibrary, Fault, type FaultInput, REPORTED, type Site } from '../fault.ts';
import type { World } from '../function/world.ts';
import type { RenderLimits } from '../limits.ts';
import type { At, Node } from '../nunjucks/nodes.ts';
import { shapeOf } from '../value/shape.ts';
import type { Value, ValueMap } from '../value/value.ts';
import { type Dialect, dialects } from './dialect.ts';
import { type Frame, frameOf } from './frame.ts';
import { CapturedText, type Sink } from './sink.ts';
import type { Template } from './template.ts';

/** Of each severity; more are more than anyone reads. */
const MAX_DIAGNOSTICS = 50;
/** What finding and describing a fault counts for: it looks for names that are near. */
export const FAULT_STEPS = 150;
/** What one more level of variables and places counts for; measured, so that calls alone stay below the bounds of memory. */
const CALL_STEPS = 8;
/** More levels inside one value would take printing it too deep. */
const MAX_LEVELS = 64;

/** Where a rendering stands; kept and put back around calls and after faults. */
export interface Position {
  readonly template: Template;
  readonly frame: Frame;
  readonly sink: Sink;
  readonly site: Site;
  readonly depth: number;
  readonly level: BlockLevel | undefined;
}

/** The block being rendered, for `super()`. */
export interface BlockLevel {
  readonly name: string;
  /** Index in {@link Run.chain} of the template whose definition is being rendered. */
  readonly template: number;
}

export interface RunOptions {
  readonly limits: RenderLimits;
  readonly world: World;
  readonly context: ValueMap;
  /** Finds a template named by the present one; undefined when there is none of that name. */
  readonly load: (run: Run, name: string, at: At) => Template | undefined;
  /** A template that is there and named much like one that is not. */
  readonly nearestTemplate: (run: Run, name: string) => string | undefined;
  readonly engine: Engine;
}

/** What evaluates trees. Expressions call macros and macros hold expressions, so each reaches the other through here. */
export interface Engine {
  /** The value of an expression; undefined where it names something that is not there. */
  lookUp(run: Run, node: Node): Value | undefined;
  /** Renders a body, or what stands in for one, to the present sink. */
  render(run: Run, body: Node): void;
}

/** One rendering: where it stands, what it may still use, what it has found. */
export class Run {
  readonly limits: RenderLimits;
  readonly world: World;
  readonly context: ValueMap;
  readonly diagnostics: Diagnostic[] = [];
  readonly options: RunOptions;
  template: Template;
  frame: Frame = frameOf('origin');
  sink: Sink;
  site: Site;
  depth = 0;
  level: BlockLevel | undefined;
  /** The template that was asked for, then the one it extends, and so on. */
  chain: readonly Template[] = [];
  private readonly seen = new Set<string>();
  private readonly kept = new Map<Severity, number>();
  private steps = 0;
  private written = 0;
  /** The variables that the template sets outside of all loops and macros. */
  readonly origin: Frame = this.frame;

  constructor(template: Template, sink: Sink, options: RunOptions) {
    this.template = template;
    this.sink = sink;
    this.site = { file: template.file, via: undefined };
    this.limits = options.limits;
    this.world = options.world;
    this.context = options.context;
    this.options = options;
  }

  /** Units of work so far, which may be a little more than the limit. */
  get stepsTaken(): number {
    return this.steps;
  }

  get dialect(): Dialect {
    return dialects[this.template.dialect];
  }

  lookUp(node: Node): Value | undefined {
    return this.options.engine.lookUp(this, node);
  }

  render(body: Node): void {
    this.options.engine.render(this, body);
  }

  fault(at: At, input: FaultInput, fatal = false): Fault {
    return new Fault(at, input, fatal, this.site);
  }

  /** Counts work; a template that does too much stops here. */
  charge(at: At, units: number): void {
    this.steps += units;
    if (this.steps <= this.limits.steps) return;
    throw this.fault(
      at,
      {
        code: 'SW1202',
        message: `rendering takes more than ${this.limits.steps} steps`,
        hint: 'look for a loop over a long range, or a macro that calls itself for ever',
      },
      true,
    );
  }

  /** Counts one more level of tags, expressions and calls; every `enter` has its `leave`, or a fault in between. */
  enter(at: At): void {
    if (++this.depth <= this.limits.depth) return;
    throw this.fault(
      at,
      {
        code: 'SW1201',
        message: `expressions, tags and calls are more than ${this.limits.depth} levels deep`,
        hint: 'look for a macro or an include that leads back to itself without an end',
      },
      true,
    );
  }

  leave(): void {
    this.depth--;
  }

  /** A value just made: it is charged for, and must not be larger than a value may be. */
  made(at: At, value: Value): Value {
    const { weight, levels } = shapeOf(value);
    this.charge(at, weight);
    if (weight <= this.limits.weight && levels <= MAX_LEVELS) return value;
    throw this.fault(at, this.tooLarge(), true);
  }

  /** Refuses a text before it is made. */
  expectLength(at: At, length: number): void {
    const weight = Math.floor(length / 16);
    this.charge(at, weight);
    if (weight > this.limits.weight) throw this.fault(at, this.tooLarge(), true);
  }

  private tooLarge(): FaultInput {
    const { weight } = this.limits;
    return {
      code: 'SW1204',
      message: `a value grows past ${weight} members, ${weight * 16} characters or ${MAX_LEVELS} levels`,
    };
  }

  write(text: string, at: At, literal: boolean): void {
    this.written += text.length;
    if (this.written > this.limits.outputLength) {
      const message = `the rendered text grows past ${this.limits.outputLength} characters`;
      throw this.fault(at, { code: 'SW1203', message }, true);
    }
    this.sink.write(text, at, literal, this.site);
  }

  position(): Position {
    const { template, frame, sink, site, depth, level } = this;
    return { template, frame, sink, site, depth, level };
  }

  restore(position: Position): void {
    this.template = position.template;
    this.frame = position.frame;
    this.sink = position.sink;
    this.site = position.site;
    this.depth = position.depth;
    this.level = position.level;
  }

  /** Text that a body makes, as a value. */
  capture(at: At, render: () => void): string {
    const { sink } = this;
    const captured = new CapturedText();
    this.sink = captured;
    render();
    this.sink = sink;
    this.expectLength(at, captured.length);
    return captured.text;
  }

  /** Renders in another template or frame, and comes back. */
  call(
    what: string,
    at: At,
    into: { template: Template; frame: Frame; level?: BlockLevel },
    render: () => void,
  ): void {
    const before = this.position();
    const via: CallSite = {
      what,
      file: this.site.file,
      line: at.lineno + 1,
      column: at.colno + 1,
      parent: this.site.via,
    };
    this.enter(at);
    this.charge(at, CALL_STEPS);
    this.template = into.template;
    this.frame = into.frame;
    this.level = into.level;
    this.site = { file: into.template.file, via };
    render();
    this.restore(before);
  }

  /** Keeps what was found wrong. After too many errors, and after a bound, the rendering stops unless told otherwise. */
  report(fault: Fault, stops = true): void {
    if (fault === REPORTED) return;
    const found = diagnosticOf(fault, this.site);
    const key = JSON.stringify([found.code, found.place, found.message]);
    const kept = this.kept.get(found.severity) ?? 0;
    if (!this.seen.has(key) && kept < MAX_DIAGNOSTICS) {
      this.diagnostics.push(found);
      this.kept.set(found.severity, kept + 1);
      this.seen.add(key);
    }
    const tooMany = (this.kept.get('error') ?? 0) >= MAX_DIAGNOSTICS;
    if (stops && (fault.fatal || tooMany)) throw STOP;
  }

  /** Reports something that does not keep the template from being rendered. */
  remark(at: At, input: FaultInput): void {
    this.charge(at, FAULT_STEPS);
    this.report(this.fault(at, input));
  }
}

/** Ends a rendering whose faults are all reported. */
export const STOP: unique symbol = Symbol('stop');

/** A fault as users see it, with the calls that led there as related places. */
export function diagnosticOf(fault: Fault, site: Site): Diagnostic {
  const { length = 1, related = [], ...input } = fault.input;
  const at = fault.site ?? site;
  const use = callIntoLibrary(at);
  const place: Place = use
    ? { file: use.file, line: use.line, column: use.column, length: 1 }
    : { file: at.file, line: fault.at.lineno + 1, column: fault.at.colno + 1, length };
  const notes = [...related, ...callsOf(use ? use.parent : at.via)];
  return diagnostic({ ...input, place, ...(notes.length > 0 ? { related: notes } : {}) });
}

/** Innermost first, each place once, and no more than help. */
function callsOf(via: CallSite | undefined): Related[] {
  const related = new Map<string, Related>();
  for (let call = via; call !== undefined && related.size < 8; call = call.parent) {
    const { file, line, column } = call;
    const note = { message: `through ${call.what}`, place: { file, line, column, length: 1 } };
    related.set(JSON.stringify(note), note);
  }
  return [...related.values()];
}
