import { isFixed, type OutputItem } from './outputs.ts';
import { compiled } from './pattern.ts';

/** Whether what a step prints passes; undefined when that is known only in a run. */
export function holds({ key, text }: OutputItem, printed: string): boolean | undefined {
  switch (key) {
    case 'contains':
      return isFixed(text) ? printed.includes(text) : undefined;
    case 'not_contains':
      return isFixed(text) ? !printed.includes(text) : undefined;
    case 'equals':
      return isFixed(text) ? withoutNewline(printed) === withoutNewline(text) : undefined;
    case 'matches':
      return isFound(text, printed);
    case 'not_matches': {
      const found = isFound(text, printed);
      return found === undefined ? undefined : !found;
    }
    default:
      return key satisfies never;
  }
}

export function fails(item: OutputItem, printed: string): boolean {
  return holds(item, printed) === false;
}

/** As in a run: `$` also holds before one final newline. */
function isFound(pattern: string, printed: string): boolean | undefined {
  const regex = compiled(pattern);
  return regex && (regex.test(printed) || regex.test(withoutNewline(printed)));
}

/** One final newline does not count (see the evaluation of `equals`). */
function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}
