import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findEngine } from './address.ts';

let home: string;
const servers: Server[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'spw-home-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(home, { recursive: true });
});

function socketAt(path: string): Promise<string> {
  const whole = join(home, path);
  mkdirSync(dirname(whole), { recursive: true });
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => server.listen(whole, () => resolve(`unix://${whole}`)));
}

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), JSON.stringify(content));
}

function context(name: string, host: string): void {
  write('.docker/config.json', { currentContext: name });
  write('.docker/contexts/meta/0abc/meta.json', { Name: name, Endpoints: { docker: { Host: host } } });
}

it('is the one that DOCKER_HOST names, before all others', () => {
  context('remote', 'tcp://elsewhere:2375');
  const found = findEngine({ HOME: home, DOCKER_HOST: 'tcp://here:2375', CONTAINER_HOST: 'unix:///podman' });
  expect(found).toEqual({ url: 'tcp://here:2375', from: 'DOCKER_HOST', tls: undefined });
});

it.each([
  ['which are those it keeps, where it is to be sure', { DOCKER_TLS_VERIFY: '1' }, 'both', true],
  ['without being sure', { DOCKER_TLS: '1' }, 'both', false],
  ['though the authority is missing, of which it is told then', { DOCKER_TLS_VERIFY: '1' }, 'none', true],
])('is asked with certificates as Docker would: %s', (_, env, kept, verify) => {
  const at = (name: string) => join(home, '.docker', name);
  if (kept === 'both') for (const name of ['cert', 'key', 'ca']) write(`.docker/${name}.pem`, '');
  const found = findEngine({ HOME: home, DOCKER_HOST: 'tcp://here:2376', ...env });
  const pair = kept === 'both' ? { cert: at('cert.pem'), key: at('key.pem') } : {};
  expect(found).toMatchObject({ tls: { ca: at('ca.pem'), ...pair, verify } });
});

it('is a socket without certificates, whatever is set for hosts', () => {
  const found = findEngine({ HOME: home, DOCKER_HOST: 'unix:///run/x.sock', DOCKER_TLS_VERIFY: '1' });
  expect(found).toEqual({ url: 'unix:///run/x.sock', from: 'DOCKER_HOST', tls: undefined });
});

it('is that of the current context', () => {
  context('remote', 'tcp://elsewhere:2375');
  expect(findEngine({ HOME: home })).toMatchObject({
    url: 'tcp://elsewhere:2375',
    from: 'the Docker context remote',
  });
});

it('is that of the context which DOCKER_CONTEXT names, with its certificates', () => {
  context('remote', 'https://elsewhere:2376');
  write('.docker/contexts/tls/0abc/docker/ca.pem', '');
  const found = findEngine({ HOME: home, DOCKER_CONTEXT: 'remote' });
  const ca = join(home, '.docker/contexts/tls/0abc/docker/ca.pem');
  expect(found).toMatchObject({ tls: { ca, cert: undefined, verify: true } });
});

it.each([
  [
    'is not there',
    'tcp://elsewhere:2375',
    'other',
    'there is no Docker context other, which DOCKER_CONTEXT names',
  ],
  ['leads through ssh', 'ssh://user@host', 'remote', 'the Docker context remote says ssh://user@host'],
])('is none where the context %s', (_, host, name, fault) => {
  context('remote', host);
  const found = findEngine({ HOME: home, DOCKER_CONTEXT: name });
  expect(found).toMatchObject({ fault: expect.stringContaining(fault), hint: expect.any(String) });
});

it.each([
  ["rootless Docker's socket", 'run/docker.sock'],
  ["rootless Podman's socket", 'run/podman/podman.sock'],
  ["Docker Desktop's socket", '.docker/run/docker.sock'],
])('is %s, where nothing else is said', async (from, path) => {
  const url = await socketAt(path);
  const found = findEngine({ HOME: home, XDG_RUNTIME_DIR: join(home, 'run') });
  // A machine that has an engine of its own shows that one.
  if ('url' in found && !found.url.includes(home)) return;
  expect(found).toEqual({ url, from });
});

it('is none where a way is asked for that is not understood', () => {
  const found = findEngine({ HOME: home, DOCKER_HOST: 'ssh://user@host' });
  expect(found).toMatchObject({ fault: expect.stringContaining('only unix:// and tcp:// are understood') });
});

/** What even root cannot look at, as users cannot look into folders of others. */
function closed(path: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  symlinkSync(join(home, path), join(home, path));
}

it('is not at a socket that may not be looked at', () => {
  closed('run/docker.sock');
  expect(() => findEngine({ HOME: home, XDG_RUNTIME_DIR: join(home, 'run') })).not.toThrow();
});

it('keeps certificates that may not be looked at, for whoever reads them to tell', () => {
  closed('.docker/ca.pem');
  const found = findEngine({ HOME: home, DOCKER_HOST: 'tcp://here', DOCKER_TLS: '1' });
  expect(found).toMatchObject({ tls: { ca: join(home, '.docker/ca.pem'), cert: undefined } });
});

it('takes hostile settings for none', () => {
  write('.docker/config.json', { currentContext: { __proto__: 1 } });
  expect(findEngine({ HOME: home, XDG_RUNTIME_DIR: home })).not.toHaveProperty('tls');
  write('.docker/config.json', { currentContext: 'x' });
  write('.docker/contexts/meta/0abc/meta.json', ['x']);
  expect(() => findEngine({ HOME: home, XDG_RUNTIME_DIR: home })).not.toThrow();
});
