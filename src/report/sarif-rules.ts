import type { JsonObject } from '../base/json.ts';
import type { ReportedFinding } from '../model/finding.ts';
import { startOf } from '../text/position.ts';
import { nameOfRule } from './finding-words.ts';
import { plainText } from './plain-words.ts';
import { sarifText } from './sarif-text.ts';
import { severityOf } from './severity.ts';
import { webAddress } from './web-address.ts';

export interface SarifRule {
  readonly index: number;
  readonly descriptor: JsonObject;
  /** No result has named it yet. */
  readonly isNew: boolean;
}

/** The rules that results name, in the order in which they are first named. */
export class SarifRules {
  readonly #rules = new Map<string, SarifRule>();

  get descriptors(): readonly JsonObject[] {
    return [...this.#rules.values()].map(({ descriptor }) => descriptor);
  }

  find(finding: ReportedFinding): SarifRule {
    const known = this.#rules.get(sarifRuleId(finding));
    return known ?? { index: this.#rules.size, descriptor: describeRule(finding), isNew: true };
  }

  add(rule: SarifRule): void {
    if (rule.isNew) this.#rules.set(String(rule.descriptor.id), { ...rule, isNew: false });
  }
}

/** `ClusterPolicy/disallow-privileged/privileged-containers`: two policies of one name are told apart. */
export function sarifRuleId({ policyId, rule }: Pick<ReportedFinding, 'policyId' | 'rule'>): string {
  return `${policyId}/${rule}`.toWellFormed();
}

/** GitHub shows 255 characters of a name, and wants each of the three descriptions. Its first finding is the rule's worst. */
function describeRule(finding: ReportedFinding): JsonObject {
  const { policyId, rule, engine, documentation } = finding;
  const name = nameOfRule(finding);
  const page = webAddress(documentation);
  return {
    id: sarifRuleId(finding),
    name: plainText(name).slice(0, 255),
    shortDescription: { text: sarifText(name) },
    fullDescription: { text: sarifText(`Rule ${rule} of ${policyId} (${engine})`) },
    help: { text: sarifText([...whereWritten(finding), ...(page === undefined ? [] : [page])].join(' ')) },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level: severityOf(finding) },
    properties: { tags: ['kubernetes', engine] },
  };
}

function whereWritten({ policy, policySpan }: ReportedFinding): readonly string[] {
  const place = policySpan ? `It is written at ${policySpan.source.file}:${startOf(policySpan).line}. ` : '';
  return [`${place}"tidewaiter explain ${policy} FILE" tells why it judged as it did.`];
}
