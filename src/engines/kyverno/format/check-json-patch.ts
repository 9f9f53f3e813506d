import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { parseYaml } from '../../../yaml/parse-yaml.ts';
import { holdsVariable, replaceVariables } from '../variables/find-variables.ts';
import { isSet } from './parts-of.ts';
import type { Remark, Remarks } from './remarks.ts';

interface Setting {
  /** Kyverno looks at the patch of a loop only when it runs it. */
  readonly inLoop: boolean;
  readonly remarks: Remarks;
}

/** Checks a JSON patch that is written as text: its operations, and that their paths begin at the object. */
export function checkJsonPatch(text: JsonValue | undefined, path: Path, { inLoop, remarks }: Setting): void {
  if (typeof text !== 'string' || text === '') return;
  const say = (remark: Omit<Remark, 'path'>) =>
    inLoop ? remarks.warn({ ...remark, path }) : remarks.refuse({ ...remark, path });
  const { documents, problems } = parseYaml({ file: 'patchesJson6902', revision: 'base', text: withoutValues(text) });
  const operations = documents[0]?.value;
  if (problems[0] || !isArray(operations)) {
    const reason = problems[0] ? `: ${problems[0].message}` : ', but no list of operations';
    say({ code: 'policy/invalid-value', message: `patchesJson6902 is text${reason}` });
    return;
  }
  for (const operation of operations) {
    if (isObject(operation)) checkOperation(operation, say);
    else say({ code: 'policy/wrong-type', message: 'an operation of patchesJson6902 is no mapping' });
  }
  const variablePath = inLoop ? undefined : pathsWithVariables(text)[0];
  if (variablePath === undefined) return;
  say({
    code: 'policy/invalid-value',
    message: `the path "${variablePath}" holds a variable`,
    remedy: 'Write the path as it is: only in `foreach` may it hold variables.',
    at: { text: variablePath },
  });
}

const VARIABLE = 'tidewaiter-variable';

function withoutValues(text: string): string {
  return replaceVariables(text, () => VARIABLE);
}

const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

function checkOperation(operation: JsonObject, say: (remark: Omit<Remark, 'path'>) => void): void {
  const { op, path } = operation;
  const name = String(op);
  if (!OPERATIONS.includes(name) && !name.includes(VARIABLE)) {
    const meant = didYouMean(name, OPERATIONS);
    say({
      code: 'policy/invalid-value',
      message:
        op === undefined ? 'an operation of patchesJson6902 has no op' : `there is no JSON patch operation "${name}"`,
      remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Allowed: ${OPERATIONS.join(', ')}.`,
      at: { text: name },
    });
  }
  if (!isSet(path)) {
    say({ code: 'policy/missing-field', message: `the operation "${name}" has no path`, remedy: 'Add `path`.' });
  } else if (!String(path).startsWith('/') && !String(path).startsWith(VARIABLE)) {
    say({
      code: 'policy/invalid-value',
      message: `the path "${String(path)}" does not begin with a slash`,
      remedy: `Write "/${String(path)}".`,
      at: { text: String(path) },
    });
  }
  if (['add', 'replace', 'test'].includes(name) && !Object.hasOwn(operation, 'value')) {
    const message = `the operation "${name}" has no value`;
    say({ code: 'policy/missing-field', message, remedy: 'Add `value`.', at: { text: String(path) } });
  }
  if (['move', 'copy'].includes(name) && !isSet(operation.from)) {
    const message = `the operation "${name}" does not say from where`;
    say({ code: 'policy/missing-field', message, remedy: 'Add `from`.', at: { text: String(path) } });
  }
}

function pathsWithVariables(text: string): readonly string[] {
  const { documents } = parseYaml({ file: 'patchesJson6902', revision: 'base', text });
  const operations = documents[0]?.value;
  return (isArray(operations) ? operations : []).flatMap((operation) =>
    isObject(operation) && typeof operation.path === 'string' && holdsVariable(operation.path) ? [operation.path] : [],
  );
}
