import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

// The formats are those of Profiler.Profile and HeapProfiler.SamplingHeapProfile in the Chrome DevTools Protocol.

interface Frame {
  readonly functionName: string;
  readonly url: string;
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

interface HeapNode {
  readonly callFrame: Frame;
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

const SHOWN = 12;
const SHOWN_OF_HEAP = 6;

/** Where the processor was: the functions that took most of it themselves. */
export function printCpuProfile(file: string | undefined): void {
  const profile: CpuProfile = read(file);
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    add(times, frames.get(id) ?? '', profile.timeDeltas[index] ?? 0);
  });
  const idle = times.get('(idle)') ?? 0;
  times.delete('(idle)');
  const busy = sum(times);
  console.log(`busy for ${(busy / 1e3).toFixed(0)} ms, idle for ${(idle / 1e3).toFixed(0)} ms`);
  printLargest(times, busy, SHOWN);
}

/** Who made what was still in use at the end, as samples tell. */
export function printHeapProfile(file: string | undefined): void {
  const { head }: { readonly head: HeapNode } = read(file);
  const sizes = new Map<string, number>();
  const walk = ({ callFrame, selfSize, children }: HeapNode): void => {
    add(sizes, nameOf(callFrame), selfSize);
    children.forEach(walk);
  };
  walk(head);
  const all = sum(sizes);
  console.log(`${(all / 1e6).toFixed(1)} MB in use at the end, made by`);
  printLargest(sizes, all, SHOWN_OF_HEAP);
}

function read<T>(file: string | undefined): T {
  if (file === undefined) throw new Error('no profile was written');
  return JSON.parse(readFileSync(file, 'utf8'));
}

function nameOf({ functionName, url }: Frame): string {
  const name = functionName || '(anonymous)';
  return url === '' ? name : `${name} ${url.startsWith('node:') ? url : basename(url)}`;
}

function add(to: Map<string, number>, name: string, amount: number): void {
  to.set(name, (to.get(name) ?? 0) + amount);
}

function sum(amounts: ReadonlyMap<string, number>): number {
  return [...amounts.values()].reduce((total, each) => total + each, 0);
}

function printLargest(amounts: ReadonlyMap<string, number>, all: number, count: number): void {
  const largest = [...amounts].sort(([, a], [, b]) => b - a).slice(0, count);
  for (const [name, amount] of largest)
    console.log(`${((amount / all) * 100).toFixed(1).padStart(6)} %  ${name}`);
}
