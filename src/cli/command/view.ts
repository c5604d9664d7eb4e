import { resolve } from 'node:path';
import { EXIT } from '../../diagnostic/index.ts';
import { sha256 } from '../../digest/index.ts';
import { recordedRun } from '../archive/evidence.ts';
import { type KeptRun, openRun } from '../archive/open.ts';
import { reportedTrace } from '../archive/reported.ts';
import type { Command, CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import type { commands } from '../options/table.ts';
import { type ReportingOptions, reporterOf, startReporting } from '../run/reporting.ts';
import { openFile } from '../view/opener.ts';
import { readProofs } from '../view/proofs.ts';

type ViewContext = CommandContext<typeof commands.view.options>;

/** `spanwright view [RUN]`: the HTML report of a recorded run, opened where there is a screen. */
export const view: Command<typeof commands.view.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const kept = openRun(settings.run, context);
  const proofs = readProofs(settings.proof, host);
  if ('code' in kept || 'code' in proofs) {
    complain([kept, proofs].filter((each) => 'code' in each));
    return EXIT.invalid;
  }
  const file = pagePath(kept, context);
  const target = { entry: reporterOf('html'), file, place: settings.output.origin.places[0] };
  const reporting = startReporting([target], optionsOf(kept, context));
  for (const evidence of recordedRun(kept.archive).evidence.values()) {
    const proved = proofs.get(evidence.id);
    // The spans that are named in it are those of its run.
    const proof = proved?.runId === kept.archive.record.runId ? proved.proof : undefined;
    reporting.trace({ ...reportedTrace(evidence, context), proof });
  }
  const unwritten = reporting.finish(kept.archive.record, true);
  if (unwritten.length > 0) {
    complain(unwritten);
    return EXIT.invalid;
  }
  terminal.out.write(`${shownPath(file, host.cwd)}\n`);
  const left = settings.open.value ? await openFile(file, host.env) : undefined;
  if (left !== undefined) terminal.err.write(`not opened: ${left}\n`);
  return EXIT.passed;
};

function pagePath({ shown }: KeptRun, { settings, host }: ViewContext): string {
  const { value } = settings.output;
  if (value !== undefined) return resolve(host.cwd, value);
  return resolve(host.cwd, `${shown.replace(/\.spw$/, '')}.html`);
}

/** Excerpts are of files that are still what they were in the run: another text would mark another line. */
function optionsOf({ archive }: KeptRun, context: ViewContext): ReportingOptions {
  const { host, packageDir, settings } = context;
  const digests = new Map(archive.files.map(({ file, source }) => [file, source]));
  const source = (file: string) => {
    try {
      const bytes = host.files.read(resolve(host.cwd, file));
      const text = bytes && new TextDecoder().decode(bytes);
      return text !== undefined && sha256(text) === digests.get(file) ? text : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    host,
    print: () => {},
    color: false,
    width: undefined,
    verbose: false,
    quiet: false,
    source,
    packageDir,
    // What did not pass in the last run can be named so.
    kept: settings.run.value === 'latest',
  };
}
