import type { Operation } from '../../model/admission-request.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { TargetMutation } from '../../model/verdict.ts';
import { askPolicies, type Questions } from './ask-policies.ts';
import { sameIdentity } from './compare-objects.ts';
import type { Response } from './response.ts';

/** An object of the suite with all that was said about it. */
export interface Answered {
  readonly object: KubernetesObject;
  readonly responses: readonly Response[];
}

/** An object that rules with `targets` changed, and what each response made of it. */
export interface AnsweredTarget {
  readonly object: KubernetesObject;
  readonly mutations: readonly TargetMutation[];
}

/** What is asked where a row names an operation; undefined: what the suite's values say. */
export type QuestionsFor = (operation: Operation | undefined) => Questions;

/** What the policies of a suite answer about its objects: all objects are asked about once, and once for each operation of a row. */
export class SuiteAnswers {
  readonly targets: readonly AnsweredTarget[];
  readonly #resources: readonly KubernetesObject[];
  readonly #questionsFor: QuestionsFor;
  readonly #runs = new Map<Operation | undefined, readonly Answered[]>();

  constructor(
    resources: readonly KubernetesObject[],
    targets: readonly KubernetesObject[],
    operations: readonly (Operation | undefined)[],
    questionsFor: QuestionsFor,
  ) {
    this.#resources = resources;
    this.#questionsFor = questionsFor;
    for (const operation of [undefined, ...operations]) this.about(operation);
    const responses = [...this.#runs.values()].flatMap((run) => run.flatMap((each) => each.responses));
    this.targets = targets.flatMap((object) => answeredTarget(object, responses) ?? []);
  }

  about(operation: Operation | undefined): readonly Answered[] {
    const known = this.#runs.get(operation);
    if (known) return known;
    const questions = this.#questionsFor(operation);
    const answered = this.#resources.map((object) => ({ object, responses: askPolicies(object, questions) }));
    this.#runs.set(operation, answered);
    return answered;
  }
}

/** Of a response that changed the object several times the first change counts. */
function answeredTarget(object: KubernetesObject, responses: readonly Response[]): AnsweredTarget | undefined {
  const mutations = responses.flatMap(
    ({ targets }) => targets.find((target) => sameIdentity(target.object, object)) ?? [],
  );
  return mutations.length === 0 ? undefined : { object, mutations };
}
