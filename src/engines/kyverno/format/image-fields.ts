import { anyAllConditions, conditions } from './condition-fields.ts';
import { registryCredentials } from './context-fields.ts';
import { type Fields, type FieldType, flag, listOf, mapOf, oneOf, record, text, textMap, texts } from './field-type.ts';

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
  /** A set of attestors inside an attestor. The definition leaves it open, as it does everything that holds its own kind. */
  get attestor() {
    return attestorSet;
  },
  annotations: textMap,
  repository: text,
  signatureAlgorithm: text,
});

const attestorSet: FieldType = record({ count: { kind: 'whole', minimum: 1 }, entries: listOf(attestor) });

export const attestors: FieldType = listOf(attestorSet);

const imageVerification: Fields = {
  type: oneOf('Cosign', 'Notary', 'SigstoreBundle'),
  imageReferences: texts,
  skipImageReferences: texts,
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
  repository: text,
  mutateDigest: flag,
  verifyDigest: flag,
  required: flag,
  imageRegistryCredentials: registryCredentials,
  useCache: flag,
  failureAction: oneOf('Audit', 'Enforce'),
  validate: record({ message: text, deny: record({ conditions }) }),
};

/** kyverno.io/v1 has the deprecated forms of one image and one key, too. */
export const verifyImagesV1: FieldType = listOf(
  record({
    ...imageVerification,
    image: text,
    key: text,
    roots: text,
    subject: text,
    issuer: text,
    additionalExtensions: textMap,
    annotations: textMap,
    cosignOCI11: flag,
  }),
);

export const verifyImagesV2: FieldType = listOf(record(imageVerification));

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
