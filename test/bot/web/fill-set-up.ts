export interface Form {
  readonly action: string;
  readonly manifest: string;
}

/** Fills in the set-up page at its secret address, and reads the form that it shows then. */
export async function fillSetUp(address: URL, owner: string): Promise<Form> {
  const url = `${address}&owner=${owner}&address=${encodeURIComponent(address.origin)}`;
  const text = await (await fetch(url)).text();
  const decode = (encoded: string) =>
    encoded.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  const [, action = ''] = text.match(/<form method="post" action="([^"]*)"/) ?? [];
  const [, manifest = ''] = text.match(/name="manifest" value="([^"]*)"/) ?? [];
  return { action: decode(action), manifest: decode(manifest) };
}

/** Presses the button at GitHub, and tells where that leads. */
export async function makeApp(address: URL, owner = 'acme'): Promise<string> {
  const { action, manifest } = await fillSetUp(address, owner);
  const response = await fetch(action, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ manifest }) });
  return response.headers.get('location') ?? `${response.status} ${await response.text()}`;
}
