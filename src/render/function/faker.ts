import { base, en, Faker } from '@faker-js/faker';
import type { Value } from '../value/value.ts';
import type { Args } from './args.ts';
import type { FakeKind } from './fake-kinds.ts';
import type { Random } from './random.ts';

// Loaded when a template first asks for made-up data (see fake.ts), so everything imported here but the library is a type.

/** Where the numbers of the present call come from: the same stream gives the same data. */
let stream: Random | undefined;

const faker = new Faker({
  locale: [en, base],
  randomizer: { next: () => stream?.fraction() ?? 0, seed() {} },
});

/** Longest made-up text, in characters or words. */
const MAX_LENGTH = 10_000;
/** Dates lie in the years before the moment that the rendering counts from. */
const DATE_SPAN_MS = 50 * 365.25 * 86_400_000;
const YEAR_ONE_MS = Date.parse('0001-01-01T00:00:00Z');

const industries = [
  'Agriculture',
  'Banking',
  'Construction',
  'Education',
  'Energy',
  'Health Care',
  'Hospitality',
  'Insurance',
  'Logistics',
  'Manufacturing',
  'Mining',
  'Retail',
  'Software',
  'Telecommunications',
];

/** Names under `.example` (RFC 2606) and numbers 555-01xx, so that nothing made up belongs to anyone. */
const makers: Readonly<Record<FakeKind, (args: Args) => Value>> = {
  uuid: () => faker.string.uuid(),
  uuid_seeded: () => faker.string.uuid(),
  name: () => faker.person.fullName(),
  first_name: () => faker.person.firstName(),
  last_name: () => faker.person.lastName(),
  title: () => faker.person.prefix(),
  suffix: () => faker.person.suffix(),
  email: () => `${username()}@${domain()}`,
  username,
  password,
  domain,
  url: () => `https://${domain()}/`,
  ipv4: () => faker.internet.ipv4(),
  ipv6: () => faker.internet.ipv6(),
  user_agent: () => faker.internet.userAgent(),
  mac_address: () => faker.internet.mac().toUpperCase(),
  street: () => faker.location.street(),
  address: () => faker.location.streetAddress(),
  city: () => faker.location.city(),
  state: () => faker.location.state(),
  zip: () => faker.location.zipCode(),
  country: () => faker.location.country(),
  latitude: () => faker.location.latitude(),
  longitude: () => faker.location.longitude(),
  phone,
  cell_phone: phone,
  company: () => faker.company.name(),
  company_suffix: () => faker.helpers.arrayElement(['Inc', 'LLC', 'Group', 'Ltd', 'and Sons']),
  industry: () => faker.helpers.arrayElement(industries),
  profession: () => faker.person.jobType(),
  word: () => faker.lorem.word(),
  words: someWords,
  sentence: () => faker.lorem.sentence(),
  paragraph: () => faker.lorem.paragraph(),
  int: () => integer(0, 999),
  int_range: intRange,
  float: () => faker.number.float({ min: 0, max: 1000 }),
  bool: (args) => faker.datatype.boolean({ probability: args.whole('ratio', 50, 0, 100) / 100 }),
  date: (args) => moment(args).slice(0, 10),
  time: (args) => moment(args).slice(11, 19),
  datetime: (args) => `${moment(args).slice(0, 19)}Z`,
  timestamp: (args) => BigInt(Math.floor(Date.parse(moment(args)) / 1000)),
  credit_card: () => faker.finance.creditCardNumber().replace(/\D/g, ''),
  currency_code: () => faker.finance.currencyCode(),
  currency_name: () => faker.finance.currencyName(),
  currency_symbol: () => faker.finance.currencySymbol(),
  filename: () => faker.system.commonFileName(),
  extension: () => faker.system.commonFileExt(),
  mime_type: () => faker.system.mimeType(),
  file_path: () => faker.system.filePath(),
  color: () => faker.color.human(),
  hex_color: () => faker.color.rgb(),
  rgb_color: () => faker.color.rgb({ format: 'css' }),
  string: (args) => faker.string.alpha({ length: lengthOf(args, 'len', 10), casing: 'lower' }),
  port: () => integer(1024, 65_534),
  semver: () => faker.system.semver(),
};

/** One value of a kind, made from the numbers of a stream. */
export function makeFake(kind: FakeKind, random: Random, args: Args): Value {
  stream = random;
  return makers[kind](args);
}

function username(): string {
  return faker.internet.username().toLowerCase();
}

function domain(): string {
  return `${faker.internet.domainWord()}.example`;
}

function phone(): string {
  return faker.helpers.fromRegExp('+1-[2-9][0-9]{2}-555-01[0-9]{2}');
}

function integer(least: number, most: number): bigint {
  return BigInt(faker.number.int({ min: least, max: most }));
}

function lengthOf(args: Args, name: string, fallback: number): number {
  const length = args.whole(name, fallback, 0, MAX_LENGTH);
  args.support.charge(length);
  return length;
}

function password(args: Args): Value {
  const least = args.whole('min', 8, 1, MAX_LENGTH);
  const most = args.whole('max', Math.max(20, least), least, MAX_LENGTH);
  args.support.charge(most);
  return faker.string.alphanumeric({ length: { min: least, max: most } });
}

function someWords(args: Args): Value {
  return faker.lorem.words(lengthOf(args, 'count', 3));
}

/** `max` is not among the numbers. */
function intRange(args: Args): Value {
  const bound = Number.MAX_SAFE_INTEGER;
  const least = args.whole('min', 0, -bound, bound);
  const below = args.whole('max', 100, -bound, bound);
  if (least >= below) return args.fail(`there is no number from ${least} to below ${below}`);
  return integer(least, below - 1);
}

/** A moment of the past, as RFC 3339 with milliseconds. */
function moment(args: Args): string {
  const to = Math.max(args.world.referenceMs(), YEAR_ONE_MS);
  const from = Math.max(to - DATE_SPAN_MS, YEAR_ONE_MS);
  return faker.date.between({ from, to }).toISOString();
}
