import { writeSync } from 'node:fs';
import { Box, render, useInput, useWindowSize } from 'ink';
import { createElement, type ReactNode, useSyncExternalStore } from 'react';
import { Row } from '../../screen/row.ts';
import type { Controls, News, View } from '../news.ts';
import { initialState, reduce, type ScreenState, wishOf } from './state.ts';
import { screenLines } from './view.ts';

const PROGRESS_MS = 200;

export interface ScreenOptions {
  readonly color: boolean;
  /** Whether changes of expectations are shown at first. */
  readonly diff: boolean;
  readonly source: (file: string) => string | undefined;
  readonly controls: Controls;
}

/** The watch on a screen of its own; what was on the terminal comes back when it is closed. Loaded for nothing else. */
export function screenView({ color, diff, source, controls }: ScreenOptions): View {
  let state = initialState({ diff });
  const listeners = new Set<() => void>();
  let drawnMs = 0;
  const draw = () => {
    drawnMs = performance.now();
    for (const listener of listeners) listener();
  };
  const set = (next: ScreenState) => {
    state = next;
    draw();
  };
  const press = (key: string) => {
    const wish = wishOf(state, key);
    if (wish) controls[wish]();
    set(reduce(state, { type: 'key', key }));
  };
  const store = {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => state,
  };
  giveSize();
  const leave = enterScreen();
  const app = render(createElement(Screen, { store, press, color, source }), {
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    maxFps: 60,
  });
  return { show, close };

  function show(news: News): void {
    state = reduce(state, news);
    // A frame costs more than the check of a file: a long cycle is shown at work, and not slowed down by it.
    if (news.type !== 'progress' || performance.now() - drawnMs > PROGRESS_MS) draw();
  }

  function close(): void {
    app.unmount();
    leave();
  }
}

/** What keys give that have no character of their own. */
const namedKeys: ReadonlyMap<string, string> = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\u001b', 'escape'],
  ['\u007f', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'ctrl-c'],
  ['\u0004', 'ctrl-d'],
]);

/** To the terminal's other screen, at its top, where Ink would begin at the line it is in; and back, also after a crash. */
function enterScreen(): () => void {
  let isIn = true;
  const leave = () => {
    if (isIn) writeSync(1, '\u001b[?1049l');
    isIn = false;
  };
  writeSync(1, '\u001b[?1049h\u001b[H');
  process.once('exit', leave);
  return leave;
}

/** Where a terminal does not know its size, Ink would open another one at each frame to ask it. */
function giveSize(): void {
  const { stdout } = process;
  stdout.columns ||= 80;
  stdout.rows ||= 24;
}

interface ScreenProps {
  readonly store: { subscribe(listener: () => void): () => void; get(): ScreenState };
  readonly press: (key: string) => void;
  readonly color: boolean;
  readonly source: (file: string) => string | undefined;
}

function Screen({ store, press, color, source }: ScreenProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  useInput((input, key) => {
    if (key.return) press('enter');
    else if (key.escape) press('escape');
    else if (key.backspace || key.delete) press('backspace');
    else if (key.ctrl) press(`ctrl-${input}`);
    // Keys that were hit quickly come in one piece.
    else for (const each of input) press(namedKeys.get(each) ?? each);
  });
  // One row less: a terminal scrolls when its last one is ended.
  const lines = screenLines(state, { columns, rows: rows - 1, source });
  return createElement(
    Box,
    { flexDirection: 'column', width: columns },
    ...lines.map((line, index) => createElement(Row, { key: index, line, color })),
  );
}
