/** An expected outcome: either the value, or coded reasons why not. Refusals are returned, outages are thrown. */
export type Decision<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refuse<Refusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** One coded reason, in the form that problem documents and feedbacks carry. */
export type Problem = {
  /** UPPER_SNAKE_CASE, stable: clients branch on it. */
  readonly code: string;
  /** JSON pointer-like path of the input, for example `equipment.units`; absent when the whole input is meant. */
  readonly property?: string;
  /** A sentence for a person: what is wrong and what is allowed. */
  readonly message: string;
};
