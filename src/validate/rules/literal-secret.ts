import type { KeyPath, ScenarioFile } from '../../scenario/index.ts';
import type { Rule } from '../rule.ts';

/** clnrm's list (clnrm-format a.9); the other names in it contain one of these. */
const SECRET = /API_KEY|PASSWORD|SECRET|TOKEN|PRIVATE_KEY|CREDENTIALS|ACCESS_KEY|AUTHORIZATION/;
/** Names that speak of a secret without holding it. */
const HARMLESS = /_(FILE|PATH|DIR|URL|NAME|TYPE|TTL|LENGTH|COUNT)$|TOKENS$/;

/** A secret written into the file, and so into the repository. */
export const literalSecret: Rule = {
  code: 'SW4150',
  name: 'literal-secret',
  level: 'semantic',
  check({ file }, report) {
    for (const { name, value, at } of settingsIn(file.model)) {
      const upper = name.toUpperCase().replaceAll('-', '_');
      if (!SECRET.test(upper) || HARMLESS.test(upper) || !isLiteral(value)) continue;
      report({
        message: `${JSON.stringify(name)} is named like a secret, and its value stands in the file`,
        at,
        hint: `take it from the environment: "\${env.${/^\w+$/.test(upper) ? upper : 'NAME'}}"`,
      });
    }
  },
};

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly at: KeyPath;
}

function settingsIn({ service = {}, scenario, otel }: ScenarioFile): Setting[] {
  const services = Object.entries(service).flatMap(([id, { env }]) => settings(env, ['service', id, 'env']));
  const scenarios = scenario.flatMap(({ env, steps }, index) => [
    ...settings(env, ['scenario', index, 'env']),
    ...steps.flatMap((step, position) => settings(step.env, ['scenario', index, 'steps', position, 'env'])),
  ]);
  return [...services, ...scenarios, ...settings(otel?.headers, ['otel', 'headers'])];
}

function settings(table: Readonly<Record<string, string>> | undefined, at: KeyPath): Setting[] {
  return Object.entries(table ?? {}).map(([name, value]) => ({ name, value, at: [...at, name] }));
}

/** A variable of a shell, of a template or of Spanwright is none, and neither is a switch. */
function isLiteral(value: string): boolean {
  return !(
    value.trim() === '' ||
    value.startsWith('$') ||
    value.includes('${') ||
    /^(true|false)$/i.test(value)
  );
}
