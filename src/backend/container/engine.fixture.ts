import { findEngine } from './engine/address.ts';
import { EngineClient } from './engine/client.ts';
import { Engine } from './engine/engine.ts';

/** Made by scripts/test-engine.sh. */
export const BUSYBOX = 'spanwright-test/busybox:latest';
export const NODE = 'spanwright-test/node:latest';

export interface TestEngine {
  readonly name: string;
  readonly url: string;
  /** Why tests with it cannot run; undefined when they can. */
  readonly missing: string | undefined;
}

/**
 * The engines that scripts/test-engine.sh has started, of which the environment tells. Tests with one that is missing are
 * skipped, with the reason in their name; where `SPANWRIGHT_REQUIRE_ENGINE` is set this throws instead. Podman may be left out
 * all the same, as long as the environment names none.
 */
export async function testEngine(name: 'docker' | 'podman' = 'docker'): Promise<TestEngine> {
  const variable = name === 'docker' ? 'DOCKER_HOST' : 'SPANWRIGHT_TEST_PODMAN';
  const url = process.env[variable] ?? '';
  const missing = url === '' ? `${variable} is not set` : await whyNot(url);
  const isRequired = process.env.SPANWRIGHT_REQUIRE_ENGINE && (name === 'docker' || url !== '');
  if (missing !== undefined && isRequired) {
    throw new Error(`SPANWRIGHT_REQUIRE_ENGINE is set, but ${name} is not there for the tests: ${missing}`);
  }
  if (missing !== undefined) {
    console.warn(`skipped: tests with ${name}: ${missing}; scripts/test-engine.sh starts one`);
  }
  return { name, url, missing };
}

async function whyNot(url: string): Promise<string | undefined> {
  const address = findEngine({ DOCKER_HOST: url });
  if ('fault' in address) return address.fault;
  const client = new EngineClient(address, 10_000);
  try {
    const image = await new Engine(client).image(BUSYBOX);
    return image ? undefined : `it has no image ${BUSYBOX}; scripts/test-engine.sh makes it`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.close();
  }
}
