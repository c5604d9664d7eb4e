import { mapEventText, mapRecordText } from '../event/index.ts';
import { createAgent } from './agent.ts';
import { createGithub } from './github.ts';
import { createHtml } from './html/index.ts';
import { createHuman } from './human.ts';
import { createJson } from './json.ts';
import { createJunit } from './junit.ts';
import { createNdjson } from './ndjson.ts';
import { redact, sameWidth, secretsOf } from './redact.ts';
import type { Reporter, ReporterEntry, ReporterOptions } from './reporter.ts';
import { createTap } from './tap.ts';

/** Every way to report, declared once: the choices of `--reporter`, its help and the reference page come from here. */
export const reporters = [
  {
    name: 'human',
    description: 'for people: short when green, focused when red',
    extension: 'txt',
    create: redacting(createHuman),
  },
  {
    name: 'json',
    description: 'the whole run record as one JSON document',
    extension: 'json',
    create: redacting(createJson),
  },
  {
    name: 'ndjson',
    description: 'every event of the run as one line of JSON, as it happens',
    extension: 'ndjson',
    create: redacting(createNdjson),
  },
  {
    name: 'junit',
    description: 'JUnit XML for CI servers; undecided counts as an error',
    extension: 'xml',
    create: redacting(createJunit),
  },
  {
    name: 'tap',
    description: 'TAP version 14, details as YAML',
    extension: 'tap',
    create: redacting(createTap),
  },
  {
    name: 'github',
    description: 'annotations and folded details in the log of a GitHub Actions step',
    extension: 'txt',
    create: redacting(createGithub),
  },
  {
    name: 'html',
    description: 'one page with findings and waterfalls that opens without a network',
    extension: 'html',
    create: redacting(createHtml),
  },
  {
    name: 'agent',
    description: 'for programs that read text: what does not pass, and the next command',
    extension: 'txt',
    create: redacting(createAgent),
  },
] as const satisfies readonly ReporterEntry[];

export type ReporterName = (typeof reporters)[number]['name'];

/** No reporter sees a secret: it is gone from every text of the record, the events and the excerpts before. */
function redacting(create: (options: ReporterOptions) => Reporter): (options: ReporterOptions) => Reporter {
  return (options) => {
    const secrets = [...options.secrets, ...secretsOf(options.env)];
    if (secrets.length === 0) return create(options);
    const clean = (text: string) => redact(text, secrets);
    const source = (file: string) => {
      const text = options.source(file);
      return text === undefined ? undefined : redact(text, secrets, sameWidth);
    };
    const inner = create({ ...options, source, clean });
    return {
      event: (event) => inner.event?.(mapEventText(event, clean)) ?? '',
      trace: (trace) => inner.trace?.(trace),
      finish: (record) => inner.finish(mapRecordText(record, clean)),
    };
  };
}
