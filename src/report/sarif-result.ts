import type { JsonObject } from '../base/json.ts';
import { formatPath } from '../base/path.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { FindingStatus, ReportedFinding } from '../model/finding.ts';
import { isExempted } from '../review/is-exempted.ts';
import { offsetOfLine } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { spanToMark } from './finding-frame.ts';
import { exemptionLine, proofLine } from './finding-words.ts';
import { plainText, wholeMessage } from './plain-words.ts';
import { sarifFile, sarifPlace, sarifRegion } from './sarif-place.ts';
import { sarifRuleId } from './sarif-rules.ts';
import { sarifText } from './sarif-text.ts';
import { severityOf } from './severity.ts';
import { type WholeLineEdit, wholeLineEdits } from './whole-line-edits.ts';

const BASELINE_STATES: { readonly [status in FindingStatus]: string } = {
  new: 'new',
  existing: 'unchanged',
  fixed: 'absent',
};

/** A finding as a `result`. Its baseline state is told only where there is a base that it was compared with. */
export function sarifResult(
  finding: ReportedFinding,
  ruleIndex: number,
  { compared }: { readonly compared: boolean },
): JsonObject {
  return {
    ruleId: sarifRuleId(finding),
    ruleIndex,
    level: severityOf(finding),
    message: { text: sarifText(wholeMessage(finding)) },
    locations: [{ physicalLocation: sarifPlace(spanToMark(finding.location)), logicalLocations: logicalOf(finding) }],
    partialFingerprints: { 'tidewaiter/v1': finding.fingerprint },
    ...(compared ? { baselineState: BASELINE_STATES[finding.status] } : {}),
    ...suppressionOf(finding),
    ...fixOf(finding),
    properties: { level: finding.level, outcome: finding.outcome },
  };
}

/** The object, and where in it; the path is in the object as written. */
function logicalOf({ object, path }: ReportedFinding): readonly JsonObject[] {
  const name = plainText(nameOfObject(object));
  const member = plainText(formatPath(path));
  const about = `${plainText(object.apiVersion)} ${name}`;
  return [
    { name: plainText(object.name), fullyQualifiedName: about, kind: 'resource' },
    ...(member === '' ? [] : [{ fullyQualifiedName: `${about} ${member}`, kind: 'member' }]),
  ];
}

function suppressionOf(finding: ReportedFinding): JsonObject {
  if (!finding.exemption || !isExempted(finding)) return {};
  return {
    suppressions: [{ kind: 'external', status: 'accepted', justification: exemptionLine(finding.exemption) }],
  };
}

/** Whole lines, so that a reader sees what stands there afterwards. */
function fixOf({ mending }: ReportedFinding): JsonObject {
  if (mending.outcome === 'none') return {};
  const { source, proof } = mending.suggestion;
  const lines = wholeLineEdits(mending.suggestion);
  if (lines.outcome === 'secret') return {};
  return {
    fixes: [
      {
        description: { text: sarifText(proofLine(proof)) },
        artifactChanges: [
          {
            artifactLocation: sarifFile(source.file, source.revision),
            replacements: lines.edits.map((edit) => replacementOf(edit, source)),
          },
        ],
      },
    ],
  };
}

function replacementOf({ startLine, endLine, replacement }: WholeLineEdit, source: Source): JsonObject {
  const lines = { source, start: offsetOfLine(source, startLine), end: offsetOfLine(source, endLine + 1) };
  return { deletedRegion: sarifRegion(lines), insertedContent: { text: replacement } };
}
