/** The wildcards for a policy's name and for the rule's in it. */
export interface PolicyPattern {
  readonly policy: string;
  readonly rule: string;
}

/** Takes `policy` (every rule of it) or `policy/rule` apart. A policy's name holds no slash; a rule's may. */
export function parsePolicyPattern(text: string): PolicyPattern {
  const slash = text.indexOf('/');
  return slash < 0 ? { policy: text, rule: '*' } : { policy: text.slice(0, slash), rule: text.slice(slash + 1) };
}
