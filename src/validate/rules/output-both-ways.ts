import { isFixed, itemsOf, type OutputItem, outputsOf, type PlacedOutput, stepsIn } from '../outputs.ts';
import { compiled, matchesEverything } from '../pattern.ts';
import type { Problem, Rule } from '../rule.ts';

/** Comparing each item with each other is quadratic; nobody writes more of them into one step. */
const MAX_ITEMS = 100;

/** What a step must print excludes itself. */
export const outputBothWays: Rule = {
  code: 'SW4114',
  name: 'output-both-ways',
  level: 'semantic',
  check({ file }, report) {
    for (const placed of stepsIn(file.model).flatMap(outputsOf))
      for (const each of conflicts(placed)) report(each);
  },
};

function conflicts(placed: PlacedOutput): Problem[] {
  const items = itemsOf(placed).slice(0, MAX_ITEMS);
  const impossible = items.filter(isImpossible).map(({ key, text, at }): Problem => {
    return { message: `no output passes \`${key} = ${JSON.stringify(text)}\``, at, hint: 'leave it out' };
  });
  if (items.length < 2) return [...impossible, ...jsonConflict(placed)];
  const pairs = items.flatMap((item) => {
    const other = items.find((each) => excludes(each, item));
    return other && !isImpossible(item) ? [conflict(item, other)] : [];
  });
  return [...impossible, ...pairs, ...jsonConflict(placed)];
}

function isImpossible({ key, text }: OutputItem): boolean {
  return (key === 'not_contains' && text === '') || (key === 'not_matches' && matchesEverything(text));
}

function conflict(item: OutputItem, other: OutputItem): Problem {
  return {
    message: `\`${item.key} = ${shown(item.text)}\` cannot hold together with \`${other.key} = ${shown(other.text)}\``,
    at: item.at,
    hint: 'keep one of the two',
    related: [{ message: 'the other one', at: other.at }],
  };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** Whether what `known` says of the output is enough to say that `item` does not hold. */
function excludes(known: OutputItem, item: OutputItem): boolean {
  if (known.key === 'matches') return item.key === 'not_matches' && item.text === known.text;
  if (known.key === 'contains' && item.key === 'not_contains') {
    return known.text === item.text || (isFixed(known.text) && known.text.includes(item.text));
  }
  if (known.key !== 'equals' || !isFixed(known.text)) return false;
  // One final newline is left to the program, so a text at the very end is no proof.
  const whole = `${known.text.replace(/\r?\n$/, '')}\n`;
  switch (item.key) {
    case 'contains':
      return isFixed(item.text) && !whole.includes(item.text.replace(/\r?\n$/, ''));
    case 'not_contains':
      return isFixed(item.text) && known.text.includes(item.text) && !item.text.endsWith('\n');
    case 'matches':
      return [whole, whole.slice(0, -1)].every((text) => compiled(item.text)?.test(text) === false);
    case 'not_matches':
      return [whole, whole.slice(0, -1)].every((text) => compiled(item.text)?.test(text) === true);
    case 'equals':
      return false;
    default:
      return item.key satisfies never;
  }
}

function jsonConflict({ output, at }: PlacedOutput): Problem[] {
  const { equals, json } = output;
  if (equals === undefined || !json || !isFixed(equals) || isJson(equals)) return [];
  return [
    {
      message: 'the output must be JSON, and `equals` is not',
      at: [...at, 'equals'],
      hint: 'keep one of the two',
      related: [{ message: 'JSON is wanted here', at: [...at, 'json'] }],
    },
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
