import type { Value } from '../value/value.ts';
import { type Args, type Callable, type CallableTable, callable } from './args.ts';
import type { FakeSource } from './fake-source.ts';
import { tableSource } from './fake-table.ts';

const source: FakeSource = tableSource;
const MAX_COUNT = 1000;

/** `fake_name()` and its kin, `fake(kind=…)` and `fake_kinds()`. */
export const fakeFunctions: CallableTable = new Map<string, Callable>([
  ...[...source.kinds].map(([name, kind]): [string, Callable] => [
    `fake_${name}`,
    callable(`${kind.parameters} seed?`.trim(), (args) => kind.make(args.world.random(args.seed()), args)),
  ]),
  ['fake', callable('kind seed? n?', byKind)],
  ['fake_kinds', callable('', () => [...source.kinds.keys()].sort())],
]);

/** One value of a kind, or a list of `n`. */
function byKind(args: Args): Value {
  const name = args.text('kind');
  const kind = source.kinds.get(name);
  if (kind === undefined) return args.fail(`there is no kind \`${name}\``, 'fake_kinds() lists them');
  const random = args.world.random(args.seed());
  if (!args.has('n')) return kind.make(random, args);
  return Array.from({ length: args.whole('n', 1, 0, MAX_COUNT) }, () => kind.make(random, args));
}
