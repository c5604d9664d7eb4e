import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTrace, type Span } from '../../trace/index.ts';
import { compileFilter } from './filter.ts';

function span(name: string, given: Partial<Span> = {}): Span {
  return {
    traceId: 'a'.repeat(32),
    spanId: name,
    parentSpanId: undefined,
    name,
    kind: 'internal',
    startNs: 1_000_000n,
    endNs: 3_500_000n,
    attributes: new Map(),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: '', version: '' },
    ...given,
  };
}

const trace = createTrace({
  spans: [
    span('GET /', {
      kind: 'server',
      endNs: 1_000_000_001n,
      attributes: new Map<string, string | number>([
        ['http.response.status_code', 200],
        ['a b', 'x'],
      ]),
      resource: { attributes: new Map([['service.name', 'api']]) },
    }),
    span('SELECT', {
      parentSpanId: 'GET /',
      events: [{ name: 'cache.miss', timeNs: undefined, attributes: new Map() }],
    }),
    span('POST /pay', {
      kind: 'client',
      parentSpanId: 'GET /',
      status: { code: 'error', message: '' },
      attributes: new Map<string, string | number>([
        ['http.response.status_code', '503'],
        ['tags', '[a]*'],
      ]),
    }),
    span('lost', { startNs: undefined }),
  ],
  own: [],
});

function selected(filter: string): string[] {
  const matches = compileFilter(filter);
  if (typeof matches !== 'function') throw new Error(matches.message);
  return trace.spans
    .filter((each) => matches(each, trace))
    .map(({ name }) => name)
    .sort();
}

test.for<[filter: string, ...names: string[]]>([
  ['name = SELECT', 'SELECT'],
  ['name == "GET /"', 'GET /'],
  ['name = "* /*"', 'GET /', 'POST /pay'],
  ['name != SELECT', 'GET /', 'POST /pay', 'lost'],
  ["name ~ '^(GET|POST) '", 'GET /', 'POST /pay'],
  ['name !~ /', 'SELECT', 'lost'],
  ['kind = SERVER', 'GET /'],
  ['status = error', 'POST /pay'],
  ['not status = error', 'GET /', 'SELECT', 'lost'],
  ['service', 'GET /'],
  ['service = api or status = error', 'GET /', 'POST /pay'],
  ['parent = "GET /" and not event', 'POST /pay'],
  ['event = cache.*', 'SELECT'],
  ['duration > 10ms', 'GET /'],
  ['duration = 2.5ms', 'POST /pay', 'SELECT'],
  ['duration <= 2500us', 'POST /pay', 'SELECT'],
  ['not duration', 'lost'],
  ['attr.http.response.status_code >= 500', 'POST /pay'],
  ['attr.http.response.status_code = 200', 'GET /'],
  ['attributes."a b" = x', 'GET /'],
  ['attr.tags = "[a]*"', 'POST /pay'],
  ['resource.service.name = a*', 'GET /'],
  ['trace = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'GET /', 'POST /pay', 'SELECT', 'lost'],
  ['name = lost or name = SELECT and status = error', 'lost'],
  ['(name = lost or name = SELECT) and duration', 'SELECT'],
  ['NOT (name = lost OR name = SELECT)', 'GET /', 'POST /pay'],
])('%s', ([filter, ...names]) => {
  expect(selected(filter)).toEqual(names);
});

describe('what is wrong is said where it is', () => {
  test.for([
    ['', 0, 'something is missing'],
    ['nmae = x', 0, 'there is no field "nmae"; did you mean name?'],
    ['name =', 6, 'there is nothing to compare `name` with'],
    ['name = x y', 9, '"y" does not belong here'],
    ['name = "x', 7, 'the quote is never closed'],
    ['(name = x', 0, 'the parenthesis is never closed'],
    ['name = x)', 8, '")" does not belong here'],
    ['name ~ "("', 7, 'it is no regular expression'],
    ['duration > 10', 11, '"10" cannot be compared by `>`'],
    ['attr.x > ten', 9, '"ten" cannot be compared by `>`'],
    ['name & x', 5, '"&" does not belong here'],
    ['name ! x', 5, '"!" has no meaning here'],
    ['and name', 0, 'there is no field "and"'],
    [`${'('.repeat(200)}name`, 100, 'more than 100 levels deep'],
  ] as const)('%s', ([filter, offset, message]) => {
    const fault = compileFilter(filter);
    expect(typeof fault).toBe('object');
    expect(fault).toMatchObject({ offset });
    expect('message' in fault && fault.message).toContain(message);
  });

  test('any text is a filter or a fault', () => {
    const pieces = fc.constantFrom(
      'name',
      ' ',
      '=',
      '(',
      ')',
      '"',
      "'",
      'and',
      'or',
      'not',
      '~',
      'duration',
      '>',
      '1ms',
      '\\',
      'attr.',
      '*',
      '[',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 12 }).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const filter = compileFilter(text);
        if (typeof filter !== 'function') {
          expect(filter.offset).toBeLessThanOrEqual(text.length);
          return;
        }
        for (const each of trace.spans) filter(each, trace);
      }),
      { numRuns: 2000 },
    );
  });
});
