import { visible } from './visible.ts';

/**
 * A command to the runner of GitHub Actions, on one line: `::error file=…,line=…,title=…::message`. Escaped the way the
 * runner takes it apart again: src/Runner.Common/ActionCommand.cs in actions/runner. The message may be of several lines.
 */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name}${written.length > 0 ? ` ${written.join(',')}` : ''}::${data(message)}`;
}

function data(text: string): string {
  const lines = text.split('\n').map(visible).join('\n');
  return lines.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
