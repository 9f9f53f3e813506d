import { timingSafeEqual } from 'node:crypto';

/** Compares in a time that does not tell where the two differ. */
export function isSameSecret(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
