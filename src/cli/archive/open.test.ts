import { expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { openNamed } from './open.ts';

const [older, newer] = ['20261121-093000-ffffffff', '20261121-093000-00000000'];

function opened(latest: string | undefined): string {
  const runs = '/project/.spanwright/runs';
  const host = memoryHost({
    cwd: '/project',
    files: {
      // They are no archives: what is said of them tells which one was opened.
      [`${runs}/${older}/run.spw`]: 'no archive',
      [`${runs}/${newer}/run.spw`]: 'no archive',
      ...(latest === undefined ? {} : { [`${runs}/latest`]: latest }),
    },
  });
  const run = openNamed('latest', undefined, { host, project: undefined });
  return 'code' in run ? (run.place?.file ?? run.message) : '';
}

test('of two runs of one second, the latest is the one that was the last to say so', () => {
  expect(opened(`${newer}\n`)).toContain(newer);
  expect(opened(`${older}\n`)).toContain(older);
});

test('where nobody says so, or the run is gone, it is the one whose id sorts last', () => {
  expect(opened(undefined)).toContain(older);
  expect(opened('20261121-000000-aaaaaaaa\n')).toContain(older);
});
