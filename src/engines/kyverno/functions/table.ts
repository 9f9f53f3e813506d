import type { FunctionTable } from '../../../languages/jmespath/functions.ts';
import { standardFunctions } from '../../../languages/jmespath/standard-functions.ts';
import { arithmeticFunctions } from './arithmetic.ts';
import { collectionFunctions } from './collections.ts';
import { encodingFunctions } from './encodings.ts';
import type { KyvernoEnvironment } from './environment.ts';
import { patternFunctions } from './patterns.ts';
import { placeFunctions } from './places.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './times.ts';
import { versionFunctions } from './versions.ts';
import { x509Functions } from './x509.ts';

/**
 * Every function that an expression of Kyverno 1.19 may call: the standard ones and the 51 of Kyverno, of which `sum` replaces a
 * standard one. The clock and the random numbers are those of the environment that each evaluation is given.
 * Functions throw JmespathRuntimeError; `is_external_url` throws NeedsOutside where only DNS knows.
 * Source: kyverno/kyverno, pkg/engine/jmespath/functions.go.
 */
export function kyvernoFunctions(): FunctionTable<KyvernoEnvironment> {
  table ??= new Map([
    ...standardFunctions(),
    ...Object.entries(textFunctions),
    ...Object.entries(patternFunctions),
    ...Object.entries(collectionFunctions),
    ...Object.entries(arithmeticFunctions),
    ...Object.entries(timeFunctions),
    ...Object.entries(encodingFunctions),
    ...Object.entries(versionFunctions),
    ...Object.entries(placeFunctions),
    ...Object.entries(x509Functions),
  ]);
  return table;
}

let table: FunctionTable<KyvernoEnvironment> | undefined;
