import { choice, duration, text } from '../../scenario/index.ts';
import { list, value } from './entry.ts';

/** How long an engine may take, for every command that asks one. */
export const engineTimeout = value(
  duration({ doc: 'Wait so long for an answer of the container engine, or for a pull to go on' }),
  { placeholder: 'DURATION', key: 'run.engine_timeout', fallback: () => 30_000, fallbackText: '30s' },
);

/** What services in containers need to be told about images and folders. */
export const containers = {
  pull: value(
    choice(['always', 'if-not-present', 'never'], {
      doc: 'When images of services are fetched that say nothing of it',
    }),
    {
      placeholder: 'POLICY',
      key: 'run.pull',
      fallback: () => 'if-not-present' as const,
      fallbackText: 'if-not-present',
    },
  ),
  'volume-root': list(
    text({ nonBlank: true, doc: 'Containers may mount what lies in this folder, besides the project' }),
    { placeholder: 'FOLDER', key: 'run.volume_roots', suggests: 'file' },
  ),
  'engine-timeout': engineTimeout,
};
