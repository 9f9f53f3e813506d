import type { Path } from '../base/path.ts';
import type { Policy } from '../model/engine.ts';
import type { AppliedExemption } from '../model/exemption.ts';
import type { Finding, Mending } from '../model/finding.ts';
import type { Location, Manifest, Origin } from '../model/manifest.ts';
import type { Span } from '../text/span.ts';

type Facts = Omit<
  Finding,
  'location' | 'policySpan' | 'engine' | 'policy' | 'policyId' | 'documentation' | 'object' | 'origin'
>;

/**
 * A finding while it is judged. There may be tens of thousands of them, of which a report shows few: what costs something (positions are
 * a second parse of the file) is worked out when it is asked for.
 */
export class JudgedFinding implements Finding {
  readonly fingerprint: string;
  readonly status: Finding['status'];
  readonly level: Finding['level'];
  readonly outcome: Finding['outcome'];
  readonly rule: string;
  readonly message: string;
  readonly authoredMessage?: string | undefined;
  readonly manifest: Manifest;
  readonly path: Path;
  readonly remedy: Finding['remedy'];
  readonly mending: Mending;
  readonly exemption?: AppliedExemption;
  readonly #policy: Policy;
  readonly #rulePath: Path;

  constructor(facts: Facts, policy: Policy, rulePath: Path) {
    this.fingerprint = facts.fingerprint;
    this.status = facts.status;
    this.level = facts.level;
    this.outcome = facts.outcome;
    this.rule = facts.rule;
    this.message = facts.message;
    this.authoredMessage = facts.authoredMessage;
    this.manifest = facts.manifest;
    this.path = facts.path;
    this.remedy = facts.remedy;
    this.mending = facts.mending;
    if (facts.exemption) this.exemption = facts.exemption;
    this.#policy = policy;
    this.#rulePath = rulePath;
  }

  get engine(): string {
    return this.#policy.engine;
  }

  get policy(): string {
    return this.#policy.name;
  }

  get policyId(): string {
    return this.#policy.id;
  }

  get documentation(): string | undefined {
    return this.#policy.documentation;
  }

  get object(): Finding['object'] {
    return this.manifest.reference;
  }

  get origin(): Origin {
    return this.manifest.origin;
  }

  get location(): Location {
    return locateNearest(this.manifest, this.path);
  }

  get policySpan(): Span {
    return this.#policy.document.locate(this.#rulePath).span;
  }

  withStatus(status: Finding['status']): JudgedFinding {
    return new JudgedFinding({ ...this, status }, this.#policy, this.#rulePath);
  }

  withMending(mending: Mending): JudgedFinding {
    return new JudgedFinding({ ...this, mending }, this.#policy, this.#rulePath);
  }

  withExemption(exemption: AppliedExemption): JudgedFinding {
    return new JudgedFinding({ ...this, exemption }, this.#policy, this.#rulePath);
  }
}

/** Where a path is written; for a missing key its nearest parent, from the parent's own key on, for that is the line to look at. */
function locateNearest(manifest: Manifest, path: Path): Location {
  const location = manifest.locate(path);
  if (location.exact || !location.keySpan) return location;
  return { ...location, span: { ...location.span, start: location.keySpan.start } };
}
