import type { Reporter, ReporterOptions } from '../reporter.ts';
import { printPage } from './document.ts';
import { Traces } from './traces.ts';

/** One page for a person, made when the run is over, of its record and of the traces that were handed in until then. */
export function createHtml(options: ReporterOptions): Reporter {
  const traces = new Traces(options.clean ?? ((text) => text));
  return {
    trace: (trace) => traces.add(trace),
    finish: (record) => printPage(record, traces, options),
  };
}
