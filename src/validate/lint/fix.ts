import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic, Fix } from '../../diagnostic/index.ts';
import type { LoadedSet, LoadInput } from '../../scenario/index.ts';
import { applyFixes, compatible } from './apply.ts';
import { isCertain } from './certain.ts';
import { type Allowed, lintSet } from './lint-set.ts';
import { meaningOf } from './meaning.ts';

type Loaded = Pick<LoadedSet, 'files' | 'diagnostics'>;

export interface FixOptions {
  /** How a text is read. It has to give the same for the same text, so the clock of templates must stand still. */
  readonly load: (input: LoadInput) => Loaded;
  /** Rules that are switched off. */
  readonly allowed?: Allowed | undefined;
}

export interface FixInput extends Pick<LoadInput, 'file' | 'dir'> {
  readonly content: string;
}

export interface FixedText {
  /** With a byte order mark where there was one. */
  readonly text: string;
  /** How many fixes were applied. */
  readonly count: number;
}

/** In one round; far more than a report tells of. */
const MAX_FIXES = 50_000;
/** One fix can make room for another; more rounds than this are never needed by what people write. */
const MAX_ROUNDS = 10;
/** Reading a file is most of the work. A file with more bad fixes than this finds keeps some good ones unapplied. */
const MAX_READINGS = 60;

/**
 * A text with every fix applied: first what certainly puts an error right, until the file can be read, then what the
 * rules offer. Each step is checked: it leaves fewer errors and no new one, or a file that says the same as before.
 * What would not is left out. Comments and everything else stay as they are.
 */
export function fixText(input: FixInput, options: FixOptions): FixedText {
  const { load, allowed } = options;
  const mark = input.content.startsWith('\ufeff') ? '\ufeff' : '';
  let readings = 0;
  let count = 0;
  let state = read(input.content.slice(mark.length));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = count;
    settle(compatible(state.text, offered(state)));
    if (count === before) break;
  }
  return { text: mark + state.text, count };

  function read(text: string): State {
    readings++;
    return { text, loaded: load({ ...input, content: text }) };
  }

  /** Errors first: rules have a say only in what can be read. */
  function offered({ text, loaded }: State): Fix[] {
    const fixes =
      loaded.files.length > 0
        ? lintSet(loaded.files, { allowed, limit: MAX_FIXES })
        : certainOnes(text, loaded.diagnostics);
    return fixes.flatMap(({ fix }) => (fix && fix.place.file === input.file ? [fix] : []));
  }

  /** Applies fixes together; where that does harm, one half after the other, the later one first as places move. */
  function settle(fixes: readonly Fix[]): void {
    if (fixes.length === 0 || readings >= MAX_READINGS) return;
    const next = read(applyFixes(state.text, fixes));
    if (isSound(state.loaded, next.loaded)) {
      state = next;
      count += fixes.length;
    } else if (fixes.length > 1) {
      const middle = fixes.length >> 1;
      settle(fixes.slice(middle));
      settle(fixes.slice(0, middle));
    }
  }
}

interface State {
  /** Without a byte order mark, as places have it. */
  readonly text: string;
  readonly loaded: Loaded;
}

function certainOnes(text: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const lines = text.split('\n');
  return diagnostics.filter((each) => {
    const { line = 0, column = 1, length = 0 } = each.fix?.place ?? {};
    return isCertain(each, (lines[line - 1] ?? '').slice(column - 1, column - 1 + length));
  });
}

function isSound(before: Loaded, after: Loaded): boolean {
  return before.files.length > 0 ? meansTheSame(before, after) : isBetter(before, after);
}

function meansTheSame(before: Loaded, after: Loaded): boolean {
  return (
    before.files.length === after.files.length &&
    before.files.every(({ model }, index) => {
      const other = after.files[index]?.model;
      return other !== undefined && isDeepStrictEqual(meaningOf(model), meaningOf(other));
    })
  );
}

/** Whether what is wrong afterwards was wrong before, and something no longer is. */
function isBetter(before: Loaded, after: Loaded): boolean {
  // What is wrong with keys and values comes to light only when the TOML can be read.
  const family = errorsOf(before).some(isSyntax) ? isSyntax : () => true;
  const left = errorsOf(before).filter(family);
  for (const error of errorsOf(after).filter(family)) {
    const at = left.indexOf(error);
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return left.length > 0;
}

function isSyntax(error: string): boolean {
  return error.startsWith('SW2');
}

/** Without places, which move. */
function errorsOf({ diagnostics }: Loaded): string[] {
  return diagnostics.flatMap(({ code, severity, message }) =>
    severity === 'error' ? [`${code} ${message}`] : [],
  );
}
