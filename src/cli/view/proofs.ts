import { resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import type { ReportedProof } from '../../report/index.ts';
import type { Setting } from '../config/settings.ts';
import { shownPath } from '../files/say.ts';

/** By scenario, and with the run that the faults were planted into. */
export type Proofs = ReadonlyMap<string, { readonly runId: string; readonly proof: ReportedProof }>;

/** What `spanwright prove --format json` wrote to a file; nothing where none is named. */
export function readProofs({ value, origin }: Setting<string | undefined>, host: Host): Proofs | Diagnostic {
  if (value === undefined) return new Map();
  const path = resolve(host.cwd, value);
  const shown = shownPath(path, host.cwd);
  const place = origin.places[0];
  try {
    const bytes = host.files.read(path);
    if (!bytes) return diagnostic({ code: 'SW0010', message: `there is no file ${shown}`, place });
    const proofs = proofsIn(new TextDecoder().decode(bytes));
    if (proofs) return proofs;
  } catch (error) {
    return diagnostic({ code: 'SW0011', message: `${shown} cannot be read: ${systemReason(error)}`, place });
  }
  return diagnostic({
    code: 'SW0007',
    message: `${shown} is no report of \`spanwright prove\``,
    place,
    expected: 'what `spanwright prove --format json` printed',
  });
}

/** The version of the report that is understood. */
const FORMAT = 1;

/** Undefined when it is something else. What is not of the right kind within is left out. */
function proofsIn(json: string): Proofs | undefined {
  const report = tableOf(parsed(json));
  if (report.format !== FORMAT || !Array.isArray(report.scenarios)) return undefined;
  return new Map(
    report.scenarios.map(tableOf).map(({ id, runId, score, judged, killed, survivors, suggestion }) => {
      const listed = Array.isArray(survivors) ? survivors.map(tableOf).map(survivorOf) : [];
      const toml = tableOf(suggestion).toml;
      const proof = {
        score: Number(score),
        judged: Number(judged),
        killed: Number(killed),
        survivors: listed,
        suggestion: typeof toml === 'string' ? toml : undefined,
      };
      return [textOf(id), { runId: textOf(runId), proof }];
    }),
  );
}

function survivorOf({ operator, span, subject, detail }: Table): ReportedProof['survivors'][number] {
  const { traceId, spanId, name } = tableOf(span);
  return {
    operator: textOf(operator),
    span: { traceId: textOf(traceId), spanId: textOf(spanId), name: textOf(name) },
    detail: [subject, detail].map(textOf).filter(Boolean).join(': '),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

type Table = Readonly<Record<string, unknown>>;

function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
