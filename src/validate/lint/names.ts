/**
 * Every rule by name, in the order of their codes. Apart from the rules, so that the options of the command line name
 * them without loading any.
 */
export const lintRuleNames = [
  'deprecated-key',
  'key-without-effect',
  'quoted-key',
  'needless-escapes',
  'duration-unit',
  'regex-for-text',
  'tables-apart',
  'wide-inline-table',
  'empty-table',
  'similar-names',
  'long-unnamed-step',
  'tag-spelling',
  'skip-without-reason',
  'fixed-port',
  'home-path',
  'sleep-step',
  'needless-shell',
  'curl-without-fail',
  'swallowed-failure',
  'allow-without-effect',
] as const;

export type LintRuleName = (typeof lintRuleNames)[number];
