import { notFound } from './api-error.ts';
import { presentApp } from './present-app.ts';
import type { Answer, ApiCall, PlainRoute } from './route.ts';

/** The end of the way from a manifest to an App: its credentials, once. Whoever has the code needs nothing else. */
export const appManifestRoutes: readonly PlainRoute[] = [
  { operation: 'POST /app-manifests/{code}/conversions', handle: convert },
];

function convert({ world, urls, parameters }: ApiCall): Answer {
  const found = world.codes.redeem('manifest', parameters.code ?? '');
  if (found === undefined) throw notFound();
  const { clientId, clientSecret, webhook, keys } = found.app.registration;
  return {
    status: 201,
    body: {
      ...presentApp(urls, found.app),
      client_id: clientId,
      client_secret: clientSecret,
      webhook_secret: webhook?.secret ?? null,
      pem: keys[0]?.privateKey,
    },
  };
}
