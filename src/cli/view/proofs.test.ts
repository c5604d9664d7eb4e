import { expect, it } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { proofJson, type ScenarioProof } from '../../prove/index.ts';
import { readProofs } from './proofs.ts';

const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'charge card' };
const survivor = { operator: 'change-attribute', span, subject: 'http.route', detail: '/a -> /b' } as const;

const scenario: ScenarioProof = {
  id: 'a.span.toml::pay',
  runId: '20261121-120000-0a1b2c3d',
  places: [],
  proof: {
    spans: 7,
    mutants: 120,
    equivalent: 2,
    judged: 120,
    killed: 119,
    undecided: 0,
    byOperator: [],
    expectations: [],
    survivors: [{ ...survivor, suggestion: undefined }],
    suggestion: { toml: 'name = "charge card"\n', kills: 1 },
    coverage: { spans: [], attributes: [], resource: [], attributeCount: 0, attributesSeen: 0 },
  },
};

function readOf(text: string) {
  const host = memoryHost({ cwd: '/work', files: { '/work/proof.json': text } });
  return readProofs({ value: 'proof.json', origin: { kind: 'flag', places: [] } }, host);
}

it('reads what prove writes', () => {
  const read = readOf(proofJson({ scenarios: [scenario], seed: 1, minScore: undefined }));
  expect(read).toEqual(
    new Map([
      [
        'a.span.toml::pay',
        {
          runId: '20261121-120000-0a1b2c3d',
          proof: {
            score: 99.1,
            judged: 120,
            killed: 119,
            survivors: [{ operator: 'change-attribute', span, detail: 'http.route: /a -> /b' }],
            suggestion: 'name = "charge card"\n',
          },
        },
      ],
    ]),
  );
});

it.each(['', '[]', '{"format":2,"scenarios":[]}', '{"format":1}'])('takes nothing else: %s', (text) => {
  expect(readOf(text)).toMatchObject({ code: 'SW0007' });
});

it('leaves out what is of another kind within', () => {
  expect(readOf('{"format":1,"scenarios":[null,{"id":"a","survivors":[3],"suggestion":7}]}')).toBeInstanceOf(
    Map,
  );
});
