import { Cycler, Joiner } from '../value/stateful.ts';
import { type Args, type CallableTable, callable } from './args.ts';

/** Longer ranges are refused before they are made. */
const MAX_RANGE = 65_536;

/** Functions of Nunjucks 3.2. */
export const nunjucksFunctions: CallableTable = new Map([
  ['range', callable('start stop? step?', range)],
  ['cycler', callable('items...', cycler)],
  ['joiner', callable('sep?', (args) => new Joiner(args.text('sep') || ','))],
]);

/** `range([start,] stop[, step])`. */
function range(args: Args) {
  const bound = Number.MAX_SAFE_INTEGER;
  const given = args.whole('start', 0, -bound, bound);
  const [start, stop] = args.has('stop') ? [given, args.whole('stop', 0, -bound, bound)] : [0, given];
  const step = args.whole('step', 1, -bound, bound);
  if (step === 0) return args.fail('its argument `step` is zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length >= MAX_RANGE) return args.fail(`the range has ${length} numbers`, `keep below ${MAX_RANGE}`);
  args.support.charge(length);
  return Array.from({ length }, (_, at) => BigInt(start + at * step));
}

function cycler(args: Args) {
  const items = args.list('items');
  return items.length > 0 ? new Cycler(items) : args.fail('there is nothing to go through');
}
