import type { KeyPath, Service } from '../../scenario/index.ts';
import { durationLeaf, labelLeaf, opaqueLeaf } from './leaf.ts';
import { node, type TreeFile, type TreeNode } from './node.ts';
import { settingLeaves } from './settings.ts';
import { argumentsOf } from './step.ts';

/** A service: what is started, and when it counts as ready. Longer waits ask for less. */
export function serviceNode(id: string, service: Service, source: TreeFile): TreeNode {
  const path: KeyPath = ['service', id];
  const label = `service ${JSON.stringify(id)}`;
  const given = { kind: 'service', group: 'service', key: id, label, source, path } as const;
  return node({ ...given, children: () => partsOf(service, source, path), madeOf: service });
}

function partsOf(service: Service, source: TreeFile, path: KeyPath): TreeNode[] {
  const { description: _text, type: _noEffect, command, shell, ready, stop, ...settings } = service;
  const { timeout: readyTimeout = 30_000, interval = 100, command: probe, ...conditions } = ready ?? {};
  return [
    ...(command === undefined
      ? []
      : [opaqueLeaf({ source, path: [...path, 'command'], label: 'command' }, argumentsOf(command, shell))]),
    labelLeaf(
      { source, path: [...path, 'ready', 'interval'], label: 'ready.interval', presence: 'always' },
      interval,
    ),
    durationLeaf({ source, path: [...path, 'ready', 'timeout'], label: 'ready.timeout' }, readyTimeout),
    ...(probe === undefined
      ? []
      : [
          opaqueLeaf(
            { source, path: [...path, 'ready', 'command'], label: 'ready.command', presence: 'tightens' },
            argumentsOf(probe, false),
          ),
        ]),
    ...Object.entries(conditions).map(([key, value]) =>
      opaqueLeaf(
        { source, path: [...path, 'ready', key], label: `ready.${key}`, presence: 'tightens' },
        value,
      ),
    ),
    ...(stop
      ? [
          opaqueLeaf({ source, path: [...path, 'stop', 'signal'], label: 'stop.signal' }, stop.signal),
          durationLeaf({ source, path: [...path, 'stop', 'grace'], label: 'stop.grace' }, stop.grace),
        ]
      : [
          opaqueLeaf({ source, path, label: 'stop.signal', presence: 'always' }, 'SIGTERM'),
          durationLeaf({ source, path, label: 'stop.grace' }, 5_000),
        ]),
    ...settingLeaves(settings, { source, path }),
  ];
}
