import type { KeyPath } from '../../../scenario/index.ts';
import { isContainer } from '../../ports.ts';
import type { LintRule } from '../rule.ts';

/** Where people's own files are: Linux, macOS, Windows. */
const HOME =
  /(?<![\w.}/-])(?:\/home\/[\w.-]+|\/Users\/[\w.-]+|[A-Za-z]:[\\/]Users[\\/][\w.-]+)(?=[\\/\s"':;,]|$)/;

/** A path into somebody's home folder, which other machines do not have. Containers have homes of their own. */
export const homePath: LintRule = {
  code: 'SW4532',
  name: 'home-path',
  fixable: false,
  check({ file: { model, dialect } }, report) {
    if (dialect !== 'native') return;
    const services = Object.entries(model.service ?? {});
    const containers = new Set(services.filter(([, each]) => isContainer(each)).map(([id]) => id));
    const isOutside = (service: string | undefined) => service === undefined || !containers.has(service);
    const owners: Owner[] = [
      ...services.filter(([id]) => isOutside(id)).map(([id, owner]) => ({ owner, at: ['service', id] })),
      ...model.scenario.map((owner, index) => ({ owner, at: ['scenario', index] })),
      ...model.scenario.flatMap(({ steps, service }, index) =>
        steps.flatMap((owner, position) =>
          isOutside(owner.service ?? service) ? [{ owner, at: ['scenario', index, 'steps', position] }] : [],
        ),
      ),
    ];
    for (const { text, at } of owners.flatMap(textsOf)) {
      const [path] = HOME.exec(text) ?? [];
      if (path === undefined) continue;
      report({
        message: `${path} is a folder of one machine`,
        at,
        hint: 'give a path relative to the scenario file, or take it from `${env.NAME}`',
      });
    }
  },
};

interface Owner {
  readonly owner: {
    readonly command?: string | readonly string[] | undefined;
    readonly args?: readonly string[] | undefined;
    readonly env?: Readonly<Record<string, string>> | undefined;
    readonly workdir?: string | undefined;
  };
  readonly at: KeyPath;
}

interface PlacedText {
  readonly text: string;
  readonly at: KeyPath;
}

function textsOf({ owner: { command, args, env, workdir }, at }: Owner): PlacedText[] {
  const single = { command: typeof command === 'string' ? command : undefined, workdir };
  const several = {
    command: typeof command === 'string' ? [] : (command ?? []),
    args: args ?? [],
    env: env ?? {},
  };
  return [
    ...Object.entries(single).flatMap(([key, text]) =>
      text === undefined ? [] : [{ text, at: [...at, key] }],
    ),
    ...Object.entries(several).flatMap(([key, texts]) =>
      Object.entries(texts).map(([inner, text]) => ({
        text,
        at: [...at, key, Array.isArray(texts) ? Number(inner) : inner],
      })),
    ),
  ];
}
