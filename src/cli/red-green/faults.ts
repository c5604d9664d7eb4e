import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { ScenarioRecord } from '../../event/index.ts';

export function alreadyGreen({ name, place }: ScenarioRecord): Diagnostic {
  return diagnostic({
    code: 'SW6143',
    message: `scenario \`${name}\` passes already, so it does not show what is missing`,
    place,
    hint: 'expect what is not there yet, or leave it out (--only)',
  });
}

export function notRed({ name, place, skipped, verdict }: ScenarioRecord): Diagnostic {
  const what = skipped === undefined ? `came out as ${verdict}` : `was not run: ${skipped}`;
  return diagnostic({
    code: 'SW6144',
    message: `scenario \`${name}\` is not red: it ${what}`,
    place,
    hint: 'red is an expectation that was judged and is false; make it so that it can be judged',
  });
}

export function neverRed({ name, place }: ScenarioRecord, earlier: 'other' | 'never'): Diagnostic {
  const why =
    earlier === 'never' ? 'was never seen to be red' : 'was red only with other expectations than it has now';
  return diagnostic({
    code: 'SW6145',
    message: `scenario \`${name}\` is green and ${why}, so nothing shows that it can fail`,
    place,
    hint: 'take away what it tests and run it with --expect red, or let `spanwright prove` plant faults',
  });
}
