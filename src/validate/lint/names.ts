import type { Code } from '../../diagnostic/index.ts';

/**
 * Every rule by its code. Apart from the rules, so that the options of the command line and the formats name them
 * without loading any.
 */
export const lintRuleByCode = {
  SW4501: 'deprecated-key',
  SW4502: 'key-without-effect',
  SW4503: 'quoted-key',
  SW4504: 'needless-escapes',
  SW4505: 'duration-unit',
  SW4506: 'regex-for-text',
  SW4511: 'tables-apart',
  SW4512: 'wide-inline-table',
  SW4513: 'empty-table',
  SW4521: 'similar-names',
  SW4522: 'long-unnamed-step',
  SW4523: 'tag-spelling',
  SW4524: 'skip-without-reason',
  SW4531: 'fixed-port',
  SW4532: 'home-path',
  SW4533: 'sleep-step',
  SW4534: 'needless-shell',
  SW4535: 'curl-without-fail',
  SW4536: 'swallowed-failure',
  SW4591: 'allow-without-effect',
} as const satisfies Partial<Readonly<Record<Code, string>>>;

export type LintRuleName = (typeof lintRuleByCode)[keyof typeof lintRuleByCode];

/** In the order of the codes. */
export const lintRuleNames: readonly LintRuleName[] = Object.values(lintRuleByCode);
