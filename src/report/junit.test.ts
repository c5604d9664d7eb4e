import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRun } from './arbitrary.ts';
import { createJunit } from './junit.ts';
import { outcomeOf } from './outcome.ts';
import { type ParsedElement, parseXml } from './parse-xml.ts';
import { plain, run, runs, scenarios } from './sample.ts';

/**
 * What both junit-10.xsd of Jenkins' xUnit plugin and surefire-test-report.xsd of Maven allow: attributes (required ones
 * with `!`) and children in order. The root is Jenkins' own.
 */
const schema: Record<
  string,
  { readonly attributes: readonly string[]; readonly children: readonly string[] }
> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name!', 'tests!', 'failures!', 'errors!', 'skipped!', 'time'],
    children: ['properties', 'testcase'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name!', 'value!'], children: [] },
  testcase: {
    attributes: ['name!', 'time!', 'classname'],
    children: ['failure', 'skipped', 'error', 'system-out', 'system-err'],
  },
  failure: { attributes: ['message', 'type!'], children: [] },
  error: { attributes: ['message', 'type!'], children: [] },
  skipped: { attributes: ['message'], children: [] },
  'system-out': { attributes: [], children: [] },
  'system-err': { attributes: [], children: [] },
};

function faultsOf({ name, attributes, children }: ParsedElement): string[] {
  const rules = schema[name];
  if (!rules) return [`unknown element ${name}`];
  const known = rules.attributes.map((each) => each.replace('!', ''));
  const required = rules.attributes.filter((each) => each.endsWith('!')).map((each) => each.slice(0, -1));
  const positions = children.map((child) => rules.children.indexOf(child.name));
  const time = attributes.get('time');
  return [
    ...[...attributes.keys()].filter((each) => !known.includes(each)).map((each) => `${name} has ${each}`),
    ...required.filter((each) => !attributes.has(each)).map((each) => `${name} lacks ${each}`),
    ...(time === undefined || /^\d+\.\d{3}$/.test(time) ? [] : [`${name} has time ${time}`]),
    ...(positions.every((each, index) => each >= (positions[index - 1] ?? 0))
      ? []
      : [`${name}: wrong order`]),
    ...children.flatMap(faultsOf),
  ];
}

function elements(root: ParsedElement, name: string): ParsedElement[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => elements(child, name))];
}

describe('junit', () => {
  it.each(Object.entries(runs))('reports a run: %s', async (name, record) => {
    const xml = createJunit(plain).finish(record);
    expect(faultsOf(parseXml(xml))).toEqual([]);
    await expect(xml).toMatchFileSnapshot(`./goldens/junit-${name}.txt`);
  });

  it('is well-formed and valid, with right figures, whatever is in the record', () => {
    fc.assert(
      fc.property(anyRun, (record) => {
        const root = parseXml(createJunit(plain).finish(record));
        expect(faultsOf(root)).toEqual([]);
        const outcomes = record.scenarios.map(outcomeOf);
        const number = (...wanted: string[]) => outcomes.filter((each) => wanted.includes(each)).length;
        expect(elements(root, 'testcase')).toHaveLength(record.scenarios.length);
        expect(elements(root, 'failure')).toHaveLength(number('failed'));
        expect(elements(root, 'error')).toHaveLength(number('error', 'undecided'));
        expect(elements(root, 'skipped')).toHaveLength(number('skipped'));
        const suites = elements(root, 'testsuite');
        const sum = (key: string) =>
          suites.reduce((total, each) => total + Number(each.attributes.get(key)), 0);
        expect(root.attributes.get('failures')).toBe(String(sum('failures')));
        expect(root.attributes.get('errors')).toBe(String(sum('errors')));
      }),
    );
  });

  it('keeps what XML can hold and leaves out the rest', () => {
    const name = 'a<b>&"c"\n\td]]>\u0000\u001b[31m\ud800\ufffe\u{1f600}';
    const root = parseXml(createJunit(plain).finish(run([{ ...scenarios.green, name }])));
    expect(elements(root, 'testcase')[0]?.attributes.get('name')).toBe('a<b>&"c"\n\td]]>\u{1f600}');
  });

  it('bounds what it keeps of outputs', () => {
    const [step] = scenarios.red.steps;
    const text = `${'x'.repeat(1_000_000)}end\n`;
    const loud = {
      ...scenarios.green,
      steps: step ? [{ ...step, stdout: { text, bytes: 9e6, omittedBytes: 8e6 } }] : [],
    };
    const [out] = elements(parseXml(createJunit(plain).finish(run([loud]))), 'system-out');
    expect(out?.text.length).toBeLessThan(20_000);
    expect(out?.text).toContain('--- step node client.mjs (the end of 9000000 bytes) ---\n');
    expect(out?.text.endsWith('xend\n')).toBe(true);
  });
});
