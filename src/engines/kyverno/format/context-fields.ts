import { type FieldType, flag, free, listOf, oneOf, record, text, texts } from './field-type.ts';

export const registryCredentials: FieldType = record({
  allowInsecureRegistry: flag,
  providers: listOf(oneOf('default', 'amazon', 'azure', 'google', 'github')),
  secrets: texts,
});

const contextEntry = record(
  {
    name: text,
    variable: record({ value: free, jmesPath: text, default: free }),
    configMap: record({ name: text, namespace: text }, ['name']),
    apiCall: record({
      urlPath: text,
      method: oneOf('GET', 'POST'),
      data: listOf(record({ key: text, value: free }, ['key', 'value'])),
      service: record(
        { url: text, caBundle: text, headers: listOf(record({ key: text, value: text }, ['key', 'value'])) },
        ['url'],
      ),
      jmesPath: text,
      default: free,
    }),
    imageRegistry: record({ reference: text, jmesPath: text, imageRegistryCredentials: registryCredentials }, [
      'reference',
    ]),
    globalReference: record({ name: text, jmesPath: text }, ['name']),
  },
  ['name'],
);

export const context: FieldType = listOf(contextEntry);
