import { posix } from 'node:path';
import { formatImage, parseImage } from '../../../kubernetes/images.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { NeedsOutside } from './needs-outside.ts';

/** Paths, images and URLs. */
export const placeFunctions: KyvernoFunctions = {
  path_canonicalize: defineFunction(['string'], ([path]) => canonicalPath(path)),
  image_normalize: defineFunction(['string'], ([text]) => {
    const image = parseImage(text);
    if (!image) throw failure('image_normalize', `bad image: ${text}`);
    return formatImage(image);
  }),
  is_external_url: defineFunction(['string'], ([url]) => isExternal(url)),
};

/** `filepath.Join` of one path: cleaned, without a slash at the end; the empty path stays empty. */
function canonicalPath(path: string): string {
  if (path === '') return '';
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** Whether a URL leads to an address that is neither private nor the machine itself. Only DNS knows where a name leads. */
function isExternal(url: string): boolean {
  const host = hostOf(url);
  if (host === undefined || host === '') throw failure('is_external_url', `"${url}" is no URL with a host`);
  if (isAddress(host)) return !isInternalAddress(host);
  if (host.toLowerCase() === 'localhost') return false;
  throw new NeedsOutside(`the addresses of ${host} (DNS)`);
}

/** `url.Hostname()`: without user, port and brackets. */
function hostOf(url: string): string | undefined {
  const [, authority] = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(url) ?? /^\/\/([^/?#]*)/.exec(url) ?? [];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const [, bracketed] = /^\[([^\]]*)\]/.exec(host) ?? [];
  return bracketed ?? host.replace(/:\d*$/, '');
}

const IP_V4 = /^(?:(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/;

function isAddress(host: string): boolean {
  return IP_V4.test(host) || (host.includes(':') && canonicalIpv6(host) !== undefined);
}

/** `IsLoopback` or `IsPrivate` of Go's net.IP. */
function isInternalAddress(address: string): boolean {
  if (IP_V4.test(address)) {
    const [first = 0, second = 0] = address.split('.').map(Number);
    if (first === 127 || first === 10) return true;
    return (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
  }
  const canonical = canonicalIpv6(address) ?? '';
  // An address of version 4 in one of version 6, which is written in hexadecimal: `::ffff:a00:1`.
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical === '::1' || /^f[cd]/.test(canonical);
  const [front, back] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return isInternalAddress(`${front >> 8}.${front & 255}.${back >> 8}.${back & 255}`);
}

function canonicalIpv6(address: string): string | undefined {
  const url = URL.parse(`http://[${address}]/`);
  return url ? url.hostname.slice(1, -1) : undefined;
}
