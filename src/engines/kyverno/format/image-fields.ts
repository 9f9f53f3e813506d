import { anyAllConditions } from './condition-fields.ts';
import { registryCredentials } from './context-fields.ts';
import { type FieldType, flag, free, listOf, mapOf, oneOf, record, text, textMap, texts, whole } from './field-type.ts';

const rekor = record({ url: text, pubkey: text, ignoreTlog: flag });
const certificateLog = record({ ignoreSCT: flag, pubkey: text, tsaCertChain: text });

const attestor = record({
  keys: record({
    publicKeys: text,
    signatureAlgorithm: text,
    kms: text,
    secret: record({ name: text, namespace: text }, ['name', 'namespace']),
    rekor,
    ctlog: certificateLog,
  }),
  certificates: record({ cert: text, certChain: text, rekor, ctlog: certificateLog }),
  keyless: record({
    rekor,
    ctlog: certificateLog,
    issuer: text,
    issuerRegExp: text,
    subject: text,
    subjectRegExp: text,
    roots: text,
    additionalExtensions: textMap,
  }),
  // A set of attestors inside an attestor: the CRD leaves it open.
  attestor: free,
  annotations: textMap,
  repository: text,
  signatureAlgorithm: text,
});

export const attestors: FieldType = listOf(record({ count: whole, entries: listOf(attestor) }));

const imageVerification = record({
  type: oneOf('Cosign', 'Notary', 'SigstoreBundle'),
  image: text,
  imageReferences: texts,
  skipImageReferences: texts,
  key: text,
  roots: text,
  subject: text,
  issuer: text,
  additionalExtensions: textMap,
  attestors,
  attestations: listOf(
    record({
      name: text,
      predicateType: text,
      type: text,
      attestors,
      conditions: listOf(anyAllConditions),
    }),
  ),
  annotations: textMap,
  repository: text,
  cosignOCI11: flag,
  mutateDigest: flag,
  verifyDigest: flag,
  required: flag,
  imageRegistryCredentials: registryCredentials,
  useCache: flag,
  failureAction: oneOf('Audit', 'Enforce'),
  validate: record({ message: text, deny: record({ conditions: free }) }),
});

export const verifyImages: FieldType = listOf(imageVerification);

export const imageExtractors: FieldType = mapOf(
  listOf(record({ path: text, value: text, name: text, key: text, jmesPath: text }, ['path'])),
);

const ignoreField = listOf(
  record({
    fields: texts,
    objects: listOf(record({ group: text, version: text, kind: text, name: text, namespace: text })),
  }),
);

/** `validate.manifests`: signatures of the manifest itself. */
export const manifests: FieldType = record({
  attestors,
  annotationDomain: text,
  ignoreFields: ignoreField,
  dryRun: record({ enable: flag, namespace: text }),
  repository: text,
});
