import { cpus, release } from 'node:os';
import { type ArchivedAttempt, type ArchiveWriter, createArchiveWriter } from '../../archive/index.ts';
import { sha256 } from '../../digest/index.ts';
import type { Evidence } from '../../executor/index.ts';
import type { Host } from '../../host/index.ts';
import { secretsOf } from '../../report/index.ts';
import { type LoadedFile, printScenarioFile } from '../../scenario/index.ts';
import { hiding, type NamingFile } from '../archive/secrets.ts';

export interface ArchiveOptions {
  readonly tool: string;
  readonly files: readonly LoadedFile[];
  readonly host: Host;
}

/** The archive of a run that is about to begin; secrets of the environment are kept out of it. */
export function startArchive({ tool, files, host }: ArchiveOptions): ArchiveWriter {
  const secrets = secretsOf(host.env);
  const hidden = hiding(files.map(namingFile), secrets);
  const tomls = new Set<string>();
  return createArchiveWriter({
    tool,
    environment: {
      os: `${process.platform} ${release()} ${process.arch}`,
      node: process.version,
      cpus: cpus().length,
    },
    files: files.map((each) => {
      const toml = hidden.toml(namingFile(each), printScenarioFile(each.model));
      tomls.add(toml);
      return { file: each.file, source: sha256(each.text), toml };
    }),
    redact: secrets.length > 0 ? (text) => (tomls.has(text) ? text : hidden.text(text)) : undefined,
  });
}

function namingFile({ file, text, model }: LoadedFile): NamingFile {
  return { file, text, names: model.scenario.map(({ name }) => name) };
}

export function archivedAttempt(evidence: Evidence): ArchivedAttempt {
  const { id, attempt, completeness, digests, trace, values } = evidence;
  const { otlpEndpoint, otlpGrpcEndpoint, scenarioDir, projectDir } = values;
  const ports = Object.fromEntries(
    [...values.ports].map(([service, each]) => [service, Object.fromEntries(each)]),
  );
  return {
    id,
    attempt,
    completeness,
    digests,
    values: { ports, otlpEndpoint, otlpGrpcEndpoint, scenarioDir, projectDir },
    spans: trace.spans,
    own: trace.own,
  };
}
