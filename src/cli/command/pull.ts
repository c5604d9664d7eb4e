import { Images, type PullProgress, tagged } from '../../backend/index.ts';
import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import { createPlan } from '../../plan/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { connectEngine, faultOf } from '../engine/connect.ts';
import { discover } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import type { commands } from '../options/table.ts';
import { loadToRun } from '../run/load.ts';

type PullContext = CommandContext<typeof commands.pull.options>;

/** `spanwright pull`: every image of every service, all at once; the engine decides how many it fetches at a time. */
export const pull: Command<typeof commands.pull.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const images = imagesOf(context);
  if (!Array.isArray(images)) {
    complain(images.faults);
    return EXIT.invalid;
  }
  if (images.length === 0) {
    terminal.out.write('no service names an image\n');
    return EXIT.passed;
  }
  const connected = await connectEngine(host, settings['engine-timeout'].value);
  if ('code' in connected) {
    complain([connected]);
    return EXIT.undecided;
  }
  const known = new Images(connected.engine);
  const missing = await Promise.all(images.map((name) => fetchOne(name, known, context)));
  connected.close();
  const faults = missing.filter((each) => each !== undefined);
  if (faults.length > 0) complain(faults);
  return faults.length === 0 ? EXIT.passed : EXIT.undecided;
};

function imagesOf(context: PullContext): string[] | { readonly faults: readonly Diagnostic[] } {
  const found = discover(namedPaths(context), context.host);
  const loaded = loadToRun(found.files, context);
  const faults = [...found.problems.map((each) => each.diagnostic), ...loaded.diagnostics];
  if (found.files.length === 0) return { faults: [...faults, noScenarioFiles(context)] };
  if (faults.some(({ severity }) => severity === 'error')) return { faults };
  const { scenarios } = createPlan({ files: loaded.files, selection: { only: [], tags: [] } });
  const services = scenarios.flatMap((each) => each.services);
  return [...new Set(services.flatMap(({ container }) => (container ? [tagged(container.image)] : [])))];
}

/** Undefined when the image is there. */
async function fetchOne(name: string, known: Images, context: PullContext): Promise<Diagnostic | undefined> {
  const { settings, terminal } = context;
  const show = progressOf(terminal.out.write);
  try {
    const found = await known.get(name, {
      policy: settings.policy.value,
      idleMs: settings['engine-timeout'].value,
      onProgress: show,
    });
    if ('missing' in found) {
      return diagnostic({
        code: 'SW6302',
        message: found.missing,
        hint: 'build it, or check its name and registry',
      });
    }
    terminal.out.write(`${name}: ${found.digest ?? found.id}\n`);
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

/** A line when a layer enters another state; bytes would be a line each. */
function progressOf(write: (text: string) => void): (image: string, line: PullProgress) => void {
  const last = new Map<string, string>();
  return (image, { layer = '', status }) => {
    if (status === '' || last.get(layer) === status) return;
    last.set(layer, status);
    write(`${image}: ${layer === '' ? '' : `${layer} `}${status}\n`);
  };
}
