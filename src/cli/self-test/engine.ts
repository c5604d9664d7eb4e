import { Images } from '../../backend/index.ts';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { connectEngine, faultOf } from '../engine/connect.ts';

/** What the containers of the scenarios are made of: `plugin = "alpine"`. */
const IMAGE = 'alpine:3';

/**
 * Where the engine listens that the group `container` can use: it answers, and has the image or fetches it now. Otherwise
 * what is against it, because that nothing could be tried is not Spanwright's failure.
 */
export async function usableEngine(
  host: Host,
  timeoutMs: number,
): Promise<{ readonly url: string } | Diagnostic> {
  const connected = await connectEngine(host, timeoutMs);
  if ('code' in connected) return connected;
  const { address, engine } = connected;
  try {
    // Steps are given the address, and nothing of the user's files.
    if (address.tls)
      return notUsable(`the engine at ${address.url} is reached by TLS, whose keys steps are not given`);
    const image = await new Images(engine).get(IMAGE, { policy: 'if-not-present', idleMs: timeoutMs });
    return 'missing' in image ? notUsable(image.missing) : { url: address.url };
  } catch (error) {
    return faultOf(error);
  } finally {
    connected.close();
  }
}

function notUsable(message: string): Diagnostic {
  return diagnostic({
    code: 'SW6301',
    message,
    hint: `name another one in DOCKER_HOST, or fetch ${IMAGE} there`,
  });
}
