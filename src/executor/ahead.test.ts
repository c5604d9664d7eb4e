import { describe, expect, it } from 'vitest';
import { type Backend, createProcessBackend } from '../backend/index.ts';
import { load, run, verdicts } from './run.fixture.ts';

const three = ['a', 'b', 'c'].map((name) => `[[scenario]]\nname = "${name}"\nrun = "sleep 0.2"\n`).join('');

/** A real backend that notes which scenario a sandbox is opened and closed for, each once. */
function watched({ refuseFirst, prepare }: { readonly refuseFirst?: string; prepare?: () => void } = {}) {
  const seen: string[] = [];
  const real = createProcessBackend();
  let refused = false;
  const backend: Backend = {
    ...real,
    async open(options) {
      const name = options.scenarioId.slice(-1);
      if (name === refuseFirst && !refused) {
        refused = true;
        seen.push(`refuse ${name}`);
        throw new Error('no room');
      }
      seen.push(`open ${name}`);
      const sandbox = await real.open(options);
      const close = sandbox.close.bind(sandbox);
      sandbox.close = (how) => {
        if (!seen.includes(`close ${name}`)) seen.push(`close ${name}`);
        return close(how);
      };
      return prepare ? Object.assign(sandbox, { prepare }) : sandbox;
    },
  };
  return { backend, seen };
}

describe('scenarios that are opened ahead', () => {
  it('are those that come next, while others run', async () => {
    const { backend, seen } = watched();
    const { record } = await run([load(three)], { jobs: 1, backend });
    expect(verdicts(record)).toEqual({ a: 'passed', b: 'passed', c: 'passed' });
    expect(seen).toEqual(['open a', 'open b', 'close a', 'open c', 'close b', 'close c']);
  });

  it('are closed when their turn never comes', async () => {
    const { backend, seen } = watched();
    const failing = three.replace('sleep 0.2', 'sleep 0.2 now');
    const { record } = await run([load(failing)], { jobs: 1, backend, policy: { maxFailures: 1 } });
    expect(verdicts(record)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped' });
    expect(seen).toEqual(['open a', 'open b', 'close a', 'close b']);
  });

  it('are opened when their turn comes, where that could not be done before', async () => {
    const { backend, seen } = watched({ refuseFirst: 'b' });
    const { record } = await run([load(three)], { jobs: 1, backend });
    expect(verdicts(record)).toEqual({ a: 'passed', b: 'passed', c: 'passed' });
    expect(seen.slice(0, 4)).toEqual(['open a', 'refuse b', 'close a', 'open b']);
  });

  it('are there all the same when their services cannot be made ready', async () => {
    let asked = 0;
    const { backend, seen } = watched({
      prepare() {
        asked++;
        throw new Error('something that nobody thought of');
      },
    });
    const service =
      '[service.box]\nimage = "any"\ncommand = ["sleep", "60"]\nworkdir = "/"\ntelemetry = false\n';
    const { record } = await run([load(`${service}${three}`)], {
      jobs: 1,
      backend: { ...backend, kind: 'container' },
    });
    expect(verdicts(record)).toEqual({ a: 'passed', b: 'passed', c: 'passed' });
    expect(asked).toBe(2);
    expect(seen).toEqual(['open a', 'open b', 'close a', 'open c', 'close b', 'close c']);
  });

  it('are not those that wait for another', async () => {
    const { backend, seen } = watched();
    const waiting = three.replace('name = "b"', 'name = "b"\ndepends_on = ["a"]');
    const { record } = await run([load(waiting)], { jobs: 1, backend });
    expect(verdicts(record)).toEqual({ a: 'passed', b: 'passed', c: 'passed' });
    expect(seen.indexOf('open b')).toBeGreaterThan(seen.indexOf('close a'));
  });
});
