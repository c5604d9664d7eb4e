import { release } from 'node:os';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostic/index.ts';
import { sha256 } from '../../digest/index.ts';
import type { RunRecord } from '../../event/index.ts';
import { certificateOf, printCertificate, redact, secretsOf } from '../../report/index.ts';
import { writeText } from '../files/write.ts';
import type { Prepared, RunContext } from './prepare.ts';

export interface Certified {
  /** With the digest of what was written. */
  readonly record: RunRecord;
  readonly unwritten: readonly Diagnostic[];
}

/** Writes the certificate of a run where `--certificate` says, if it says so, and names it in the record. */
export function writeCertificate(
  record: RunRecord,
  { plan, files }: Pick<Prepared, 'plan' | 'files'>,
  { settings, host }: Pick<RunContext, 'settings' | 'host'>,
): Certified {
  const file = settings.certificate.value;
  if (file === undefined) return { record, unwritten: [] };
  const certificate = certificateOf({
    record,
    plan,
    files: files.map((each) => ({ file: each.file, sha256: sha256(each.text) })),
    machine: { os: `${process.platform} ${release()} ${process.arch}`, node: process.version },
  });
  // What a scenario asked a name server for is up to the scenario.
  const text = redact(printCertificate(certificate), secretsOf(host.env));
  const problem = writeText(resolve(host.cwd, file), text, host);
  if (problem) return { record, unwritten: [problem] };
  return {
    record: { ...record, certificate: { sha256: sha256(text), holds: certificate.holds } },
    unwritten: [],
  };
}
