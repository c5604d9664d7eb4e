import type { Value } from '../value/value.ts';
import type { Args } from './args.ts';
import type { FakeKind, FakeSource } from './fake-source.ts';
import * as words from './fake-words.ts';
import { uuid } from './ids.ts';
import type { Random } from './random.ts';

const kind = (make: FakeKind['make'], parameters = ''): FakeKind => ({ parameters, make });
const oneOf = (list: readonly string[]) => kind((random) => random.pick(list));

const firstName = (random: Random) => random.pick(words.firstNames);
const lastName = (random: Random) => random.pick(words.lastNames);
const handle = (random: Random) =>
  `${firstName(random)}_${lastName(random)}${random.below(100)}`.toLowerCase();
const domain = (random: Random) => `${random.pick(words.nouns)}${random.below(100)}.example`;
const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => String(random.below(10))).join('');
const byte = (random: Random) => String(random.below(256));
const two = (number: number) => String(number).padStart(2, '0');
const sentence = (random: Random) => {
  const text = Array.from({ length: random.between(5, 12) }, () => random.pick(words.lorem)).join(' ');
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
};
const fileName = (random: Random) =>
  `${random.pick(words.nouns)}_${random.below(1000)}.${random.pick(words.extensions)}`;
const date = (random: Random) =>
  `${random.between(1970, 2025)}-${two(random.between(1, 13))}-${two(random.between(1, 29))}`;
const time = (random: Random) => `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
const phone = (random: Random) => `+1-555-${digits(random, 3)}-${digits(random, 4)}`;

/** A few thousand combinations of common English words, all of them harmless: names under `.example`, 555 numbers. */
export const tableSource: FakeSource = {
  kinds: new Map<string, FakeKind>([
    ['uuid', kind((random) => uuid(random.hex(32), 4))],
    ['uuid_seeded', kind((random) => uuid(random.hex(32), 4))],
    ['name', kind((random) => `${firstName(random)} ${lastName(random)}`)],
    ['first_name', kind(firstName)],
    ['last_name', kind(lastName)],
    ['title', oneOf(['Mr.', 'Mrs.', 'Ms.', 'Dr.'])],
    ['suffix', oneOf(['Jr.', 'Sr.', 'I', 'II', 'III', 'MD', 'PhD'])],
    ['email', kind((random) => `${handle(random)}@${domain(random)}`)],
    ['username', kind(handle)],
    ['password', kind(password, 'min? max?')],
    ['domain', kind(domain)],
    ['url', kind((random) => `https://${domain(random)}/${random.pick(words.nouns)}`)],
    ['ipv4', kind((random) => Array.from({ length: 4 }, () => byte(random)).join('.'))],
    ['ipv6', kind((random) => Array.from({ length: 8 }, () => random.hex(4)).join(':'))],
    [
      'user_agent',
      kind((random) => `Mozilla/5.0 (X11; Linux x86_64; rv:${random.between(90, 140)}.0) Gecko/20100101`),
    ],
    [
      'mac_address',
      kind((random) =>
        Array.from({ length: 6 }, () => random.hex(2))
          .join(':')
          .toUpperCase(),
      ),
    ],
    [
      'street',
      kind((random) => `${random.pick(words.nouns)} ${random.pick(['Street', 'Road', 'Lane', 'Avenue'])}`),
    ],
    ['address', kind((random) => `${random.between(1, 1000)} ${random.pick(words.nouns)} Street`)],
    ['city', oneOf(words.cities)],
    ['state', oneOf(words.states)],
    ['zip', kind((random) => digits(random, 5))],
    ['country', oneOf(words.countries)],
    ['latitude', kind((random) => Number((random.fraction() * 180 - 90).toFixed(6)))],
    ['longitude', kind((random) => Number((random.fraction() * 360 - 180).toFixed(6)))],
    ['phone', kind(phone)],
    ['cell_phone', kind(phone)],
    ['company', kind((random) => `${lastName(random)} ${random.pick(words.companySuffixes)}`)],
    ['company_suffix', oneOf(words.companySuffixes)],
    ['industry', oneOf(words.industries)],
    ['profession', oneOf(words.professions)],
    ['word', oneOf(words.lorem)],
    ['words', kind(someWords, 'count?')],
    ['sentence', kind(sentence)],
    ['paragraph', kind((random) => Array.from({ length: 4 }, () => sentence(random)).join(' '))],
    ['int', kind((random) => BigInt(random.below(1000)))],
    ['int_range', kind(intRange, 'min? max?')],
    ['float', kind((random) => random.fraction() * 1000)],
    ['bool', kind((random, args) => random.below(100) < args.whole('ratio', 50, 0, 100), 'ratio?')],
    ['date', kind(date)],
    ['time', kind(time)],
    ['datetime', kind((random) => `${date(random)}T${time(random)}Z`)],
    ['timestamp', kind((random) => BigInt(random.below(1_750_000_000)))],
    ['credit_card', kind((random) => `4${digits(random, 15)}`)],
    ['currency_code', oneOf(['EUR', 'USD', 'GBP', 'JPY', 'CHF'])],
    ['currency_name', oneOf(['Euro', 'US Dollar', 'Pound Sterling', 'Yen', 'Swiss Franc'])],
    ['currency_symbol', oneOf(['€', '$', '£', '¥'])],
    ['filename', kind(fileName)],
    ['extension', oneOf(words.extensions)],
    ['mime_type', oneOf(['text/plain', 'text/html', 'application/json', 'image/png', 'application/pdf'])],
    ['file_path', kind((random) => `/${random.pick(words.nouns)}/${fileName(random)}`)],
    ['color', oneOf(['red', 'green', 'blue', 'yellow', 'purple', 'orange', 'teal', 'black'])],
    ['hex_color', kind((random) => `#${random.hex(6)}`)],
    ['rgb_color', kind((random) => `rgb(${byte(random)}, ${byte(random)}, ${byte(random)})`)],
    ['string', kind(letters, 'len?')],
    ['port', kind((random) => BigInt(random.between(1024, 65_535)))],
    ['semver', kind((random) => `${random.below(10)}.${random.below(20)}.${random.below(50)}`)],
  ]),
};

/** Longest made-up text, in characters or words. */
const MAX_LENGTH = 10_000;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

function letters(random: Random, args: Args): Value {
  const length = args.whole('len', 10, 0, MAX_LENGTH);
  args.support.charge(length);
  return Array.from({ length }, () => ALPHABET[random.below(26)]).join('');
}

function password(random: Random, args: Args): Value {
  const least = args.whole('min', 8, 1, MAX_LENGTH);
  const most = args.whole('max', Math.max(20, least), least, MAX_LENGTH);
  const alphabet = `${ALPHABET}${ALPHABET.toUpperCase()}0123456789`;
  const length = random.between(least, most + 1);
  args.support.charge(length);
  return Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join('');
}

function someWords(random: Random, args: Args): Value {
  const length = args.whole('count', 3, 0, MAX_LENGTH);
  args.support.charge(length);
  return Array.from({ length }, () => random.pick(words.lorem)).join(' ');
}

function intRange(random: Random, args: Args): Value {
  const bound = Number.MAX_SAFE_INTEGER;
  const least = args.whole('min', 0, -bound, bound);
  const below = args.whole('max', 100, -bound, bound);
  if (least >= below) return args.fail(`there is no number from ${least} to below ${below}`);
  return BigInt(random.between(least, below));
}
