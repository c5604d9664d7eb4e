import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PortPool } from './ports.ts';

/** A few ports away from where the pool itself begins, so that a test can use them up. */
const from = 61_000 + (process.pid % 400) * 10;
const range = [from, from + 4] as const;

describe('PortPool', () => {
  it('gives a returned port only after all others', async () => {
    const pool = new PortPool(range);
    const first = await pool.take(1);
    pool.giveBack(first);
    const rest = await pool.take(4);
    expect(rest).not.toContain(first[0]);
    expect(await pool.take(1)).toEqual(first);
    pool.giveBack([...rest, ...first]);
  });

  it('rejects when the range is used up, and keeps nothing of that attempt', async () => {
    const pool = new PortPool(range);
    await expect(pool.take(6)).rejects.toThrow(`No loopback port from ${range[0]} to ${range[1]} is free.`);
    const all = await pool.take(5);
    expect(new Set(all).size).toBe(5);
    pool.giveBack(all);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::1', '::'])(
    'passes over a port that somebody listens on at %s',
    async (host) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen({ host, port: from }, resolve));
      const pool = new PortPool(range);
      const taken = await pool.take(4);
      expect(taken).not.toContain(from);
      pool.giveBack(taken);
      await new Promise((resolve) => server.close(resolve));
    },
  );

  it.runIf(process.platform === 'linux')('passes over ports that another runner holds', async () => {
    const pool = new PortPool(range);
    const mine = await pool.take(3);
    const other = `
      import { PortPool } from ${JSON.stringify(fileURLToPath(new URL('ports.ts', import.meta.url)))};
      console.log(JSON.stringify(await new PortPool([${range}]).take(2)));
    `;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', other], {
      encoding: 'utf8',
    });
    expect([...mine, ...JSON.parse(stdout)].toSorted()).toEqual(
      [0, 1, 2, 3, 4].map((offset) => from + offset),
    );
    pool.giveBack(mine);
  });

  it.runIf(process.platform === 'linux')('stays out of the range for outgoing connections', async () => {
    const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const [first = 0, last = 0] = text.trim().split(/\s+/).map(Number);
    const pool = new PortPool();
    const taken = await pool.take(20);
    expect(taken.filter((port) => port >= first && port <= last)).toEqual([]);
    pool.giveBack(taken);
  });
});
