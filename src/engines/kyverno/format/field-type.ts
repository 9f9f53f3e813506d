/** What a field of a policy document may hold. */
export type FieldType =
  | { readonly kind: 'text'; readonly allowed?: readonly string[]; readonly maxLength?: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'whole'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'map'; readonly of: FieldType }
  | { readonly kind: 'record'; readonly fields: Fields; readonly required: readonly string[] }
  /** One of several forms: told apart by being a list or not. */
  | { readonly kind: 'listOrRecord'; readonly list: FieldType; readonly record: FieldType }
  /** Patterns, patches, data, values: anything goes. */
  | { readonly kind: 'free' };

export interface Fields {
  readonly [name: string]: FieldType;
}

export const text: FieldType = { kind: 'text' };
export const flag: FieldType = { kind: 'flag' };
export const whole: FieldType = { kind: 'whole' };
export const free: FieldType = { kind: 'free' };
export const texts: FieldType = { kind: 'list', of: text };
export const textMap: FieldType = { kind: 'map', of: text };

export function oneOf(...allowed: readonly string[]): FieldType {
  return { kind: 'text', allowed };
}

export function listOf(of: FieldType): FieldType {
  return { kind: 'list', of };
}

export function mapOf(of: FieldType): FieldType {
  return { kind: 'map', of };
}

export function record(fields: Fields, required: readonly string[] = []): FieldType {
  return { kind: 'record', fields, required };
}
