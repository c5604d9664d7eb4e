import { nearest } from '../../diagnostic/index.ts';
import type { Value } from '../value/value.ts';
import { type Args, type Callable, type CallableTable, callable } from './args.ts';
import { type FakeKind, fakeKinds, ownFakeKinds } from './fake-kinds.ts';
import type { Random } from './random.ts';

const MAX_COUNT = 1000;
/** What making one value counts for: the slowest takes about as long as this many steps. */
const STEPS = 50;

const kinds = Object.keys(fakeKinds) as FakeKind[]; // The keys of a literal.

/** `fake_name()` and its kin, `fake(kind=…)` and `fake_kinds()`. */
export const fakeFunctions: CallableTable = new Map<string, Callable>([
  ...kinds.map((kind): [string, Callable] => [
    `fake_${kind}`,
    callable(
      `${fakeKinds[kind]} seed?`.trim(),
      (args) => made(kind, args.world.random(args.seed()), args),
      ownFakeKinds.has(kind),
    ),
  ]),
  ['fake', callable('kind seed? n?', byKind)],
  ['fake_kinds', callable('', () => kinds.toSorted())],
]);

/** One value of a kind, or a list of `n`. */
function byKind(args: Args): Value {
  const name = args.text('kind');
  const kind = kinds.find((each) => each === name);
  if (kind === undefined) {
    const near = nearest(name, kinds);
    const hint = near ? `did you mean \`${near}\`?` : 'fake_kinds() lists them';
    return args.fail(`there is no kind \`${name}\``, hint);
  }
  const random = args.world.random(args.seed());
  if (!args.has('n')) return made(kind, random, args);
  return Array.from({ length: args.whole('n', 1, 0, MAX_COUNT) }, () => made(kind, random, args));
}

function made(kind: FakeKind, random: Random, args: Args): Value {
  args.support.charge(STEPS);
  maker ??= loadMaker();
  return maker.makeFake(kind, random, args);
}

type Maker = typeof import('./faker.ts');
let maker: Maker | undefined;

/**
 * Faker and its word lists take some 15 ms to load, so only a template that makes data up loads them. By `require`,
 * which takes modules of either kind (Node >= 22.12): rendering is synchronous. The build keeps the module in a file of
 * its own beside the chunk that this one ends up in.
 */
function loadMaker(): Maker {
  const load = process.getBuiltinModule('module').createRequire(import.meta.url);
  return load(import.meta.url.endsWith('.ts') ? './faker.ts' : './faker.js');
}
