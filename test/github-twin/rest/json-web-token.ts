import { verify } from 'node:crypto';
import type { RegisteredApp } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { ApiError } from './api-error.ts';
import { objectOf } from './route.ts';

const LONGEST_SECONDS = 600;
const SCHEME = /^(bearer|token) /i;

/** Three parts in base64url: a JSON Web Token, by which an App speaks for itself. Its header starts like every JSON object. */
export function isJsonWebToken(authorization: string): boolean {
  return /^(bearer|token) eyJ[\w-]*\.[\w-]+\.[\w-]+$/i.test(authorization);
}

/** The App that signed, where all is in order; refused in GitHub's words where it is not. */
export function verifyApp(world: World, authorization: string | undefined): RegisteredApp {
  if (authorization === undefined || !isJsonWebToken(authorization)) throw undecodable();
  const [header = '', claims = '', signature = ''] = authorization.replace(SCHEME, '').split('.');
  const { iss, iat, exp } = parsePart(claims);
  const app = world
    .registeredApps()
    .find((other) => String(iss) === String(other.id) || iss === other.registration.clientId);
  if (app === undefined) throw new ApiError(401, 'Integration not found');
  const text = Buffer.from(`${header}.${claims}`);
  const isSigned = app.registration.keys.some(({ publicKey }) =>
    verify('RSA-SHA256', text, publicKey, Buffer.from(signature, 'base64url')),
  );
  if (parsePart(header).alg !== 'RS256' || !isSigned) throw undecodable();
  checkTimes(iat, exp);
  return app;
}

function undecodable(): ApiError {
  return new ApiError(401, 'A JSON web token could not be decoded');
}

function parsePart(part: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    throw undecodable();
  }
}

function checkTimes(issuedAt: unknown, expiresAt: unknown): void {
  const now = Date.now() / 1000;
  if (typeof expiresAt !== 'number' || expiresAt <= now) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (expiresAt > now + LONGEST_SECONDS) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof issuedAt !== 'number' || issuedAt > now) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}
