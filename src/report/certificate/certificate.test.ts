import { expect, test } from 'vitest';
import { planOf } from '../../plan/index.ts';
import { run, scenario } from '../sample.ts';
import { certificateOf } from './certificate.ts';

test('a service that an earlier scenario had before speaks against a run', () => {
  const output = { text: '', bytes: 0, omittedBytes: 0 };
  const [box] = [
    { id: 'box', reused: true as const, readyAfterMs: 1, end: undefined, killed: false, spans: 0 },
  ];
  const one = scenario('one', {
    services: [{ ...box, stdout: output, stderr: output }],
    surroundings: { network: 'own', egress: [], environment: [] },
  });
  const { objections, holds } = certificateOf({
    record: run([one]),
    // Of a plan only what was planned of each scenario is looked at.
    plan: { ...planOf({ scenarios: [], judgements: [] }), scenarios: [{ id: one.id }] as never },
    files: [],
    machine: { os: 'linux', node: 'v24' },
  });
  expect(holds).toBe(false);
  expect(objections).toContainEqual({
    scenario: one.id,
    kind: 'reuse',
    message: 'its service box was as an earlier scenario had left it',
  });
});
