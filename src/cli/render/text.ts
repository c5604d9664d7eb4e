import { type LineOrigin, labelOf, linesOf, type Outcome, type RenderedText } from './outcome.ts';

/** Longer places push their line to the right, but not the others. */
const MAX_WIDTH = 48;

export interface TextOptions {
  /** Each line with the place that it comes from. */
  readonly map: boolean;
}

/** The texts one after the other; with more than one, each below a comment that says which it is. */
export function outcomesAsText(outcomes: readonly Outcome[], { map }: TextOptions): string {
  const all = outcomes.flatMap((outcome) => outcome.texts.map((each) => ({ outcome, each })));
  const printed = all.map(({ outcome, each }) => {
    const text = map ? mapped(each) : withLineEnd(each.text);
    const label = labelOf(each);
    const isAlone = all.length === 1 && label === undefined;
    return isAlone
      ? text
      : `# ${[outcome.path, label].filter((part) => part !== undefined).join(' ')}\n${text}`;
  });
  return printed.join('\n');
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function mapped({ text, origins }: RenderedText): string {
  const places = origins.map(placeText);
  const width = Math.min(MAX_WIDTH, Math.max(0, ...places.map((place) => place.length)));
  const lines = linesOf(text).map((line, index) =>
    `${(places[index] ?? '').padEnd(width)} | ${line}`.trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function placeText({ file, line, through }: LineOrigin): string {
  return [`${file}:${line}`, ...through.map((call) => `${call.file}:${call.line}`)].join(' < ');
}
