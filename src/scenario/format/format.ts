import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { isTemplate } from '../template.ts';
import { parseToml } from '../toml/index.ts';
import { layOut } from './layout.ts';
import { type Original, saysTheSame } from './same.ts';
import { statementsOf } from './statements.ts';
import { type Token, tokenize } from './tokens.ts';

export interface FormatOptions {
  /** As shown in places; where `template` is absent, its ending takes part in telling templates. */
  readonly file: string;
  /** Whether the text is a template. Default: as for a file of this name and text that is loaded. */
  readonly template?: boolean;
}

export interface Formatted {
  /** The text as it was when it could not be formatted. */
  readonly text: string;
  readonly changed: boolean;
  /** Why it could not be formatted. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a template nothing is known before it is rendered. */
const UNREAD = { root: undefined, diagnostics: [] };

/** The byte order mark, which editors on Windows want back. */
const MARK = '\ufeff';

/**
 * A scenario file in its canonical form. See the index of this folder for what that is. What does not parse comes back
 * unchanged with the parser's diagnostics; SW9002 says that a fault of the formatter itself was held back.
 */
export function formatScenario(text: string, options: FormatOptions): Formatted {
  const { file, template = isTemplate(file, text) } = options;
  const { root, diagnostics } = template ? UNREAD : parseToml({ file, text });
  if (diagnostics.length > 0) return { text, changed: false, diagnostics };
  // TOML has no bare carriage returns, so no rendering of such a template could be read.
  if (template && /\r(?!\n)/.test(text)) return { text, changed: false, diagnostics: [] };
  const tokens = tokenize(text, template);
  const original = { text, tokens, root };
  return guarded(original, canonical(original), { file, template });
}

interface Source extends Original {
  readonly text: string;
}

/** The formatted text, if it says what the original says. */
export function guarded(original: Source, formatted: string, options: Required<FormatOptions>): Formatted {
  const { text } = original;
  if (formatted === text) return { text, changed: false, diagnostics: [] };
  if (saysTheSame(original, formatted, options.template)) {
    return { text: formatted, changed: true, diagnostics: [] };
  }
  const fault = diagnostic({
    code: 'SW9002',
    message: 'the formatted text would say something else than the file, so the file is left as it is',
    place: { file: options.file, line: 1, column: 1, length: 1 },
    hint: 'please report this together with the file',
  });
  return { text, changed: false, diagnostics: [fault] };
}

function canonical({ text, tokens }: Source): string {
  const statements = statementsOf(tokens);
  const eol = lineEnd(tokens);
  const body = layOut(statements, eol);
  const last = statements.at(-1);
  // A template that ends in the middle of a line may be meant to be included in the middle of a line.
  const open = last?.kind === 'held' && last.tokens.at(-1) === tokens.at(-1);
  const mark = text.startsWith(MARK) ? MARK : '';
  return mark + (body === '' || open ? body : body + eol);
}

/** CRLF when every line ends so, strings over several lines aside, which keep the line ends they have. */
function lineEnd(tokens: readonly Token[]): string {
  const ends = tokens.filter(({ kind }) => kind === 'newline');
  return ends.length > 0 && ends.every(({ text }) => text === '\r\n') ? '\r\n' : '\n';
}
