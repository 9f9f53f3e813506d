/** What ajv says about a value that its schema refuses (of ajv's ErrorObject, what we read). */
export interface SchemaError {
  /** A JSON pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  readonly message?: string;
  /** The schema that holds the keyword. */
  readonly parentSchema?: { readonly [keyword: string]: unknown };
  readonly data?: unknown;
  /** Where it is about a key and not about a value; another error, of the keyword `propertyNames`, then says which key. */
  readonly propertyName?: string;
}

export interface SchemaValidator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

export const validateConfiguration: SchemaValidator;
export const validateExemptions: SchemaValidator;
