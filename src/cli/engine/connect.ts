import {
  Engine,
  type EngineAddress,
  EngineClient,
  type EngineFacts,
  findEngine,
  isBackendFault,
} from '../../backend/index.ts';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';

/** An engine that answers. */
export interface Connected {
  readonly address: EngineAddress;
  readonly engine: Engine;
  readonly facts: EngineFacts;
  close(): void;
}

/** The engine that a run would use; what is against it when there is none that answers within the time. */
export async function connectEngine({ env }: Host, timeoutMs: number): Promise<Connected | Diagnostic> {
  const address = findEngine(env);
  if ('fault' in address) return diagnostic({ code: 'SW6301', message: address.fault, hint: address.hint });
  const client = new EngineClient(address, timeoutMs);
  const engine = new Engine(client);
  try {
    return { address, engine, facts: await engine.facts(), close: () => client.close() };
  } catch (error) {
    return faultOf(error);
  }
}

/** What an engine has against something, for people; throws what is no fault of an engine. */
export function faultOf(error: unknown): Diagnostic {
  if (!isBackendFault(error)) throw error;
  return diagnostic({ code: error.code, message: error.message, hint: error.hint });
}
