// 2,000,000 spans over HTTP from a process of its own, in scopes of a quarter each; started by ../profiles.ts.
import { createReceiver, type TelemetryScope } from '../../src/telemetry/index.ts';
import { load } from '../load.ts';
import { SPANS } from '../otlp-batch.ts';
import { recordProfiles } from './record.ts';

const BATCHES = Math.ceil(2_000_000 / SPANS);
const SCOPES = 4;

const receiver = await createReceiver();
const scopes: TelemetryScope[] = [];
for (let n = 0; n < SCOPES; n++)
  scopes.push(await receiver.openScope({ runId: 'profile', scenarioId: `${n}`, grpc: false }));
await recordProfiles(async () => {
  for (const { httpUrl } of scopes) await load(['http', httpUrl, '', String(Math.ceil(BATCHES / SCOPES))]);
});
const received = scopes.map((scope) => scope.stats().spans).reduce((sum, each) => sum + each, 0);
if (received < 2_000_000) throw new Error(`only ${received} spans arrived`);
await receiver.close();
