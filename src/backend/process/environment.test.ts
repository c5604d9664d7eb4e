import { describe, expect, it } from 'vitest';
import { baseEnvironment, commandEnvironment, environmentRules } from './environment.ts';

const options = { pass: [], homeDir: '/s/home', tempDir: '/s/tmp' };
const ids = { runId: 'r', scenarioId: 's' };
const mark = 't:1:1:';

describe('environment', () => {
  it('has exactly the variables of the published list', () => {
    const base = baseEnvironment({ ...options, runner: { PATH: '/bin', SECRET: 'x' } });
    const names = Object.keys(commandEnvironment({ base, own: {}, ids, mark }));
    expect(names.sort()).toEqual(environmentRules.map((rule) => rule.name).sort());
  });

  it('passes on further names only where the runner has them', () => {
    const base = baseEnvironment({ ...options, pass: ['GOPATH', 'NOT_SET'], runner: { GOPATH: '/go' } });
    expect(base.GOPATH).toBe('/go');
    expect('NOT_SET' in base).toBe(false);
  });

  it('does not let a command take off its marks', () => {
    const base = baseEnvironment({ ...options, runner: {} });
    const env = commandEnvironment({
      base,
      own: { SPANWRIGHT_MARK: 'none', SPANWRIGHT_RUN_ID: 'other' },
      ids,
      mark,
    });
    expect([env.SPANWRIGHT_MARK, env.SPANWRIGHT_RUN_ID]).toEqual([mark, 'r']);
  });

  it('treats names of the prototype as data', () => {
    const own = JSON.parse('{ "__proto__": "a", "constructor": "b" }') as Record<string, string>;
    const base = baseEnvironment({ ...options, runner: {} });
    const env = commandEnvironment({ base, own, ids, mark });
    expect(Object.entries(env)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ]),
    );
  });
});
