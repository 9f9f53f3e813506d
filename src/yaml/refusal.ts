/** Says why an edit cannot be made alone. It never leaves this folder: editYaml turns it into its answer. */
export class Refusal extends Error {}
