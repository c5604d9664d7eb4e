import type { Code } from '../../../diagnostic/index.ts';
import type { Stretch } from '../../inside.ts';
import { parseJsonPath } from '../../json-path.ts';
import { compilePattern, isPattern } from '../../pattern.ts';
import type { TextFormat } from '../dsl.ts';

export interface FormatFault {
  readonly code: Code;
  /** Fits after a colon. */
  readonly message: string;
  readonly stretch?: Stretch | undefined;
  readonly hint?: string | undefined;
}

/** What is wrong with text of a format; undefined when nothing is. */
export function formatFault(format: TextFormat, text: string): FormatFault | undefined {
  return checks[format](text);
}

type FormatCheck = (text: string) => FormatFault | undefined;

const checks: Record<TextFormat, FormatCheck> = {
  regex(text) {
    const compiled = compilePattern(text);
    if (isPattern(compiled)) return undefined;
    return { code: 'SW3008', message: compiled.error, stretch: compiled.stretch };
  },
  glob: unclosedBracket,
  // Whether a command goes to a shell is said beside it, so its words are checked once the step is known (structure).
  command: () => undefined,
  path: (text) =>
    text.includes('\0') ? { code: 'SW3012', message: 'a path cannot hold a NUL character' } : undefined,
  rfc3339: instant,
  'env-name': (text) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
      ? undefined
      : { code: 'SW3012', message: 'letters, digits and _ are allowed, and no digit first' },
  'json-path': jsonPath,
  'url-or-path': (text) =>
    /^(\/|https?:\/\/|\$\{)/.test(text)
      ? undefined
      : { code: 'SW3012', message: 'it begins neither with / nor with http://', hint: `write "/${text}"` },
  'trace-id': (text) =>
    /^[0-9a-f]{32}$/i.test(text)
      ? undefined
      : { code: 'SW3012', message: `it has ${text.length} characters; a trace id is 32 hexadecimal digits` },
  pair: (text) =>
    /^[^=]+=/.test(text) ? undefined : { code: 'SW3012', message: 'there is no = after a key' },
  name: (text) =>
    /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(text)
      ? undefined
      : { code: 'SW3012', message: 'only letters, digits, _ and - can be written in a placeholder' },
};

function unclosedBracket(text: string): FormatFault | undefined {
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at)) {
    // A `]` right after `[` or `[!` belongs to the class.
    const close = text.indexOf(']', /^\[[!^]?\]/.test(text.slice(at, at + 3)) ? at + 3 : at + 1);
    if (close === -1) {
      const stretch = { offset: at, length: 1 };
      return { code: 'SW3009', message: 'the [ is never closed', stretch, hint: 'write [[] for a plain [' };
    }
    at = close;
  }
  return undefined;
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** RFC 3339, section 5.6; impossible days such as February 30th are refused. */
function instant(text: string): FormatFault | undefined {
  const match = INSTANT.exec(text);
  if (!match) {
    const dateOnly = /^\d{4}-\d\d-\d\d$/.test(text);
    const hint = dateOnly ? `write "${text}T00:00:00Z"` : undefined;
    return { code: 'SW3010', message: 'it is not written as RFC 3339 asks', hint };
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  const exists = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  if (!exists) return { code: 'SW3010', message: 'there is no such day' };
  const possible = (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) <= 60;
  return possible ? undefined : { code: 'SW3010', message: 'there is no such time of day' };
}

function jsonPath(text: string): FormatFault | undefined {
  const path = parseJsonPath(text);
  if (!('error' in path)) return undefined;
  return { code: 'SW3012', message: path.error, stretch: { offset: path.offset, length: 1 } };
}
