import type { KeyPath } from '../../scenario/index.ts';
import { type Judgement, undecided } from '../claim.ts';
import { quote } from '../words.ts';

/** Text of a stream. Of a long one only head and tail are kept, joined by a line that says how much is missing. */
export interface KeptOutput {
  readonly text: string;
  /** 0 when `text` is the whole stream. */
  readonly omittedBytes: number;
}

/** One stream of a step, and where what is expected of it stands. */
export interface Stream {
  /** What the rule ids begin with. */
  readonly rule: string;
  readonly path: KeyPath;
  readonly output: KeptOutput;
}

/**
 * The stretches that are certain to be the stream's own text, head first. The line about the missing middle, as the
 * process backend writes it, belongs to neither: an expectation must not be met by it.
 */
export function keptParts({ text, omittedBytes }: KeptOutput): readonly string[] {
  return omittedBytes > 0 ? text.split(`\n[... ${omittedBytes} bytes omitted ...]\n`) : [text];
}

/** The judgement on a claim that depends on what was not kept. */
export function notKept({ omittedBytes }: KeptOutput): Judgement {
  return undecided(`${omittedBytes} bytes of the output were not kept, and what is claimed depends on them`);
}

/** Enough of a text to recognise it. */
export function excerptOf(text: string): string {
  return text === '' ? 'no output' : quote(text);
}

/** Characters shown on either side of a find. */
const CONTEXT = 40;

/** The stretch from `start` to `end` with what stands around it on its line. */
export function excerptAround(text: string, start: number, end: number): string {
  // lastIndexOf takes a negative position for 0, where a line break would not be before the start.
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  return quote(text.slice(Math.max(lineStart, start - CONTEXT), Math.min(lineEnd, end + CONTEXT)));
}
