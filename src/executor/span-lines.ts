import type { CapturedOutput } from '../backend/index.ts';
import { diagnostic } from '../diagnostic/index.ts';
import { spansFromStdout } from '../trace/index.ts';
import type { ScenarioContext } from './context.ts';

/**
 * With `exporter = "stdout"`: takes the span lines out of what a program printed. Output too long to be kept whole
 * cannot be judged by, which is a problem of its own.
 */
export function readSpanLines(output: CapturedOutput, sender: string, context: ScenarioContext): void {
  if (!context.scenario.telemetry.stdout) return;
  if (output.omittedBytes > 0) {
    context.problems.push(
      diagnostic({
        code: 'SW6206',
        message: `${output.omittedBytes} bytes of the output of \`${sender}\` were not kept, and span lines with them`,
        place: context.deps.locate(context.scenario, ['otel', 'exporter']),
        hint: 'export so many spans by OTLP instead',
      }),
    );
  }
  context.scope.add(spansFromStdout(output.text), sender);
}
