import { resolve } from 'node:path';
import type { PullPolicy } from '../../backend/index.ts';
import { baseOf } from '../files/paths.ts';
import type { RunContext } from './prepare.ts';

/** What the settings say about containers. */
export interface WantedContainers {
  readonly pull: PullPolicy;
  readonly timeoutMs: number;
  /** Absolute. */
  readonly volumeRoots: readonly string[];
}

export function wantedContainers(context: RunContext): WantedContainers {
  const { pull, 'engine-timeout': timeout, 'volume-root': roots } = context.settings;
  const base = baseOf(roots, context);
  return {
    pull: pull.value,
    timeoutMs: timeout.value,
    volumeRoots: [
      context.project?.dir ?? context.host.cwd,
      ...roots.value.map((root) => resolve(base, root)),
    ],
  };
}
