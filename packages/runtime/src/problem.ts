import { STATUS_CODES } from 'node:http';
import type { ProblemItem } from './service.ts';
import { IN_ENGLISH, type Translator } from './translation.ts';

/** An RFC 9457 problem document with the project's `errors` extension. */
export type ProblemDocument = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors: readonly ProblemItem[];
  readonly correlationId: string;
};

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

export function problemDocument(
  problem: {
    readonly status: number;
    readonly title?: string;
    readonly errors?: readonly ProblemItem[];
    readonly instance: string;
    readonly correlationId: string;
  },
  said: Translator = IN_ENGLISH,
): ProblemDocument {
  const name = STATUS_CODES[problem.status] ?? 'Error';
  const title = problem.title ?? name;
  // Clients branch on codes: a refusal that needs no more words than its title has the code of its status.
  const items = problem.errors?.length
    ? problem.errors
    : [{ code: name.toUpperCase().replaceAll(/\W+/g, '_'), message: title }];
  const errors = items.map(said.problem);
  return {
    type: 'about:blank',
    title: said.sentence(title),
    status: problem.status,
    detail: errors
      .map((item) => (item.property ? `${item.property}${said.colon}${item.message}` : item.message))
      .join(said.separator),
    errors,
    instance: problem.instance,
    correlationId: problem.correlationId,
  };
}

/** The bytes to send: as a Buffer, since fastify adds a charset to strings and problem+json has no such parameter. */
export function problemBytes(document: ProblemDocument): Buffer {
  return Buffer.from(JSON.stringify(document), 'utf8');
}
