import { Demultiplexer, type Engine, KEPT_PREFIX, LABELS, type Labelled } from '../../backend/index.ts';
import { diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { connectEngine, faultOf } from '../engine/connect.ts';
import type { commands } from '../options/table.ts';

type ServicesContext = CommandContext<typeof commands.services.options>;

/** From the stop signal to SIGKILL when a service is started again. */
const GRACE_SECONDS = 5;

/** `spanwright services status|logs|restart`: containers of a run that goes on, or kept ones. */
export const services: Command<typeof commands.services.options> = async (context) => {
  const { settings, host, complain } = context;
  const connected = await connectEngine(host, settings['engine-timeout'].value);
  if ('code' in connected) {
    complain([connected]);
    return EXIT.undecided;
  }
  try {
    return await work(connected.engine, context);
  } catch (error) {
    complain([faultOf(error)]);
    return EXIT.undecided;
  } finally {
    connected.close();
  }
};

async function work(engine: Engine, context: ServicesContext): Promise<ExitCode> {
  const { settings, terminal, complain } = context;
  const found = (await engine.containers(LABELS.owner)).filter((each) => isMeant(each, context));
  if (found.length === 0) {
    const message = 'there is no container of such a service';
    const hint = 'containers are there while a run goes on, or after `run --keep-failed`';
    complain([diagnostic({ code: 'SW6304', message, hint })]);
    return EXIT.nothingSelected;
  }
  for (const each of found) {
    if (settings.task.value === 'restart') await engine.restart(each.id, GRACE_SECONDS);
    const [now = each] = settings.task.value === 'restart' ? await again(engine, each) : [each];
    terminal.out.write(`${titleOf(now)}\n`);
    if (settings.task.value === 'logs') await printLogs(engine, each, context);
  }
  return EXIT.passed;
}

async function again(engine: Engine, { id }: Labelled): Promise<Labelled[]> {
  return (await engine.containers(LABELS.owner)).filter((each) => each.id === id);
}

function isMeant({ labels }: Labelled, { settings }: ServicesContext): boolean {
  const { service, scenario } = settings;
  const isService = service.value === undefined || labels.get(LABELS.service) === service.value;
  return isService && (labels.get(LABELS.scenario) ?? '').includes(scenario.value ?? '');
}

function titleOf({ labels, state, image, name }: Labelled): string {
  const kept = name.startsWith(KEPT_PREFIX) ? ', kept' : '';
  const of = `${labels.get(LABELS.service)} of ${labels.get(LABELS.scenario)}`;
  return `${of}: ${state}${kept}, ${image}, run ${labels.get(LABELS.run)}, ${name}`;
}

async function printLogs(engine: Engine, { id }: Labelled, { settings, terminal }: ServicesContext) {
  const demultiplexer = new Demultiplexer((_, chunk) => terminal.out.write(chunk.toString('utf8')));
  await engine.logs(id, settings.tail.value, (piece) => demultiplexer.push(piece));
}
