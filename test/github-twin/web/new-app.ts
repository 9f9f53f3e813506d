import { randomBytes } from 'node:crypto';
import type { Permissions, WebhookEvent } from '../apps.ts';
import { parsePermissions } from '../rest/apps.ts';
import { objectOf, textOf } from '../rest/route.ts';
import type { RawAnswer } from '../serve.ts';
import { addKey, registerApp, setWebhook } from '../state/apps.ts';
import type { RegisteredApp, User } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { EVENT_SCOPES } from '../webhooks/recipients.ts';
import { page, redirect } from './page.ts';
import type { Visit } from './visit.ts';

/** The form that makes an App from a manifest. Whoever is signed in presses its button at once. */
export function createApp({ world, url, body }: Visit, organization?: string): RawAnswer {
  const { visitor } = world;
  if (visitor === undefined) return page(200, 'Sign in to GitHub');
  const owner = organization === undefined ? visitor.user : world.findUser(organization);
  if (owner === undefined || world.personBehind(owner) !== visitor.user) return page(404, 'There is no such page.');
  const manifest = readManifest(new URLSearchParams(body.toString('utf8')).get('manifest') ?? '');
  if ('problem' in manifest) return page(422, manifest.problem);
  const slug = manifest.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (world.apps().some((app) => app.slug === slug)) return page(422, 'Name is already taken');
  const app = registerFrom(world, slug, owner, manifest);
  const code = world.codes.issue({ kind: 'manifest', app });
  return redirect(manifest.redirectUrl, { code, state: url.searchParams.get('state') });
}

interface Manifest {
  readonly name: string;
  readonly redirectUrl: string;
  readonly hookUrl: string | undefined;
  readonly callbackUrls: readonly string[];
  readonly permissions: Permissions;
  readonly events: readonly WebhookEvent[];
}

const LONGEST_NAME = 34;

function readManifest(text: string): Manifest | { readonly problem: string } {
  const manifest = parse(text);
  if (manifest === undefined) return { problem: 'Invalid GitHub App configuration: the manifest is no JSON object.' };
  const hook = objectOf(manifest.hook_attributes);
  const permissions = parsePermissions(objectOf(manifest.default_permissions));
  const events = textsOf(manifest.default_events);
  const [name, url, redirectUrl] = [textOf(manifest.name), textOf(manifest.url), textOf(manifest.redirect_url)];
  const hookUrl = textOf(hook.url);
  if (url === undefined) return { problem: "Url can't be blank" };
  if (name === undefined || name.length > LONGEST_NAME)
    return { problem: `Name must have 1 to ${LONGEST_NAME} characters` };
  if (redirectUrl === undefined) return { problem: "Redirect url can't be blank" };
  if (manifest.hook_attributes !== undefined && hookUrl === undefined) return { problem: "Hook url can't be blank" };
  const unsupported = events.filter((event) => !isSupported(event, permissions));
  if (unsupported.length > 0) return { problem: `Default events unsupported: ${unsupported.join(', ')}` };
  return {
    name,
    redirectUrl,
    hookUrl: hook.active === false ? undefined : hookUrl,
    callbackUrls: textsOf(manifest.callback_urls),
    permissions,
    events: events.filter(isEvent),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item) => textOf(item) ?? []) : [];
}

/** Who may not read a thing cannot subscribe to its events; those about installations come without. */
function isSupported(event: string, permissions: Permissions): boolean {
  return isEvent(event) && EVENT_SCOPES[event].some((scope) => permissions[scope] !== undefined);
}

function isEvent(event: string): event is WebhookEvent {
  return event in EVENT_SCOPES;
}

function registerFrom(world: World, slug: string, owner: User, manifest: Manifest): RegisteredApp {
  const app = registerApp(world, slug, { ...manifest, owner });
  addKey(world, app);
  const { hookUrl: url } = manifest;
  if (url !== undefined) setWebhook(world, app, { url, secret: randomBytes(20).toString('hex') });
  return app;
}
