import { Box, render, Static, Text, useWindowSize } from 'ink';
import { createElement, type ReactNode, useSyncExternalStore } from 'react';
import { Row } from '../../screen/row.ts';
import type { ProgressState } from './state.ts';
import { progressLines } from './view.ts';

export interface InkProgress {
  /** Text that stays, above what changes. */
  print(text: string): void;
  show(state: ProgressState): void;
  /** Takes away what changes; what was printed stays. Resolves when the terminal has it. */
  close(): Promise<void>;
}

export interface InkOptions {
  readonly color: boolean;
  readonly now: () => number;
}

/** Often enough for tenths of a second to be read, and for next to no work. */
const TICK_MS = 100;

interface Shown {
  readonly state: ProgressState | undefined;
  readonly printed: readonly string[];
  readonly nowMs: number;
}

/** The progress of a run at the foot of a terminal. Loaded for nothing else. */
export function inkProgress({ color, now }: InkOptions): InkProgress {
  let shown: Shown = { state: undefined, printed: [], nowMs: now() };
  const listeners = new Set<() => void>();
  const set = (change: Partial<Shown>) => {
    shown = { ...shown, ...change, nowMs: now() };
    for (const listener of listeners) listener();
  };
  const store = {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => shown,
  };
  const { stdout } = process;
  // Where a terminal does not know its size, Ink would open another one at each frame to ask it.
  stdout.columns ||= 80;
  stdout.rows ||= 24;
  const app = render(createElement(Progress, { store, color }), {
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
  });
  const ticking = setInterval(() => set({}), TICK_MS).unref();
  return {
    print: (text) => set({ printed: [...shown.printed, text.replace(/\n$/, '')] }),
    show: (state) => set({ state }),
    async close() {
      clearInterval(ticking);
      set({ state: undefined });
      // Unmounting leaves the last frame, so that has to be the empty one.
      await app.waitUntilRenderFlush();
      app.unmount();
    },
  };
}

interface ProgressProps {
  readonly store: { subscribe(listener: () => void): () => void; get(): Shown };
  readonly color: boolean;
}

function Progress({ store, color }: ProgressProps): ReactNode {
  const { state, printed, nowMs } = useSyncExternalStore(store.subscribe, store.get);
  const { rows } = useWindowSize();
  const lines = state ? progressLines(state, { nowMs, rows }) : [];
  return createElement(
    Box,
    { flexDirection: 'column' },
    // The items are colored already, where they are to be.
    createElement(Static<string>, {
      items: [...printed],
      // biome-ignore lint/correctness/noChildrenProp: Static wants a function, which createElement takes for no child
      children: (text, index) => createElement(Text, { key: index }, text),
    }),
    ...lines.map((line, index) => createElement(Row, { key: index, line, color })),
  );
}
