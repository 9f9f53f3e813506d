import { deepEqual } from '../base/deep-equal.ts';
import { PolicyError } from '../errors/tidewaiter-error.ts';
import type { PolicyDocument } from '../model/engine.ts';
import type { Span } from '../text/span.ts';
import { identityOfPolicy } from './identity-of-policy.ts';
import type { Refusal } from './refusal.ts';
import type { WantedPolicy } from './settle-levels.ts';

export interface MergedDocuments {
  /** Each policy once. */
  readonly documents: readonly PolicyDocument[];
  readonly problems: readonly PolicyError[];
  /** Policies of the repository that the owner's of the same name stand in for. */
  readonly refused: readonly Refusal[];
  whoWants(document: PolicyDocument): WantedPolicy['by'];
}

/**
 * The policies that the owner requires and those of the repository. The same object in two files is one policy where both say the same;
 * a cluster would run only one of them. Where they differ, the owner's goes before the repository's, and else it is a contradiction.
 */
export function mergeDocuments(required: readonly PolicyDocument[], own: readonly PolicyDocument[]): MergedDocuments {
  const requiredByIdentity = Map.groupBy(required, identityOfPolicy);
  const ownByIdentity = Map.groupBy(own, identityOfPolicy);
  const problems: PolicyError[] = [];
  const refused: Refusal[] = [];
  const documents = new Map<string, PolicyDocument>();
  for (const document of [...required, ...own]) {
    const identity = identityOfPolicy(document);
    const known = documents.get(identity);
    if (!known) documents.set(identity, document);
    else if (!deepEqual(known.object, document.object)) {
      if (requiredByIdentity.has(identity) && !required.includes(document)) refused.push(refuse(document, known));
      else problems.push(contradiction(known, document));
    }
  }
  return {
    documents: [...documents.values()],
    problems,
    refused,
    whoWants(document) {
      const identity = identityOfPolicy(document);
      if (!requiredByIdentity.has(identity)) return 'repository';
      return ownByIdentity.has(identity) ? 'both' : 'owner';
    },
  };
}

function refuse(document: PolicyDocument, required: PolicyDocument): Refusal {
  return {
    asked: `another ${describe(document)}`,
    at: nameIn(document),
    required: 'the one there',
    requiredAt: nameIn(required),
  };
}

function contradiction(known: PolicyDocument, document: PolicyDocument): PolicyError {
  return new PolicyError(
    `the ${describe(document)} is written in ${known.source.file} and differently in ${document.source.file}`,
    {
      code: 'policy/duplicate',
      span: nameIn(document),
      remedy: 'Name the one that your cluster runs under `policies` in .github/tidewaiter.yml.',
    },
  );
}

function describe({ object: { kind, metadata } }: PolicyDocument): string {
  return `${kind} "${String(metadata.name)}"`;
}

function nameIn(document: PolicyDocument): Span {
  return document.locate(['metadata', 'name']).span;
}
