import type { components } from './api.d.ts';

export type Problem = components['schemas']['Problem'];

/** A refusal of the platform, as its problem document (RFC 9457) tells it; `problem` is absent when something in between answered. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly problem: Problem | undefined;
  readonly errors: NonNullable<Problem['errors']>;
  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    const what =
      problem === undefined ? response.statusText : [problem.title, problem.detail].filter(Boolean).join(': ');
    super(`${response.status} ${what}`);
    this.status = response.status;
    this.problem = problem;
    this.errors = problem?.errors ?? [];
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'title' in body && 'status' in body;
}

/** What every call of the client resolves to. */
export type Answered<Data> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response };

/** The body of an answer. @throws ApiProblem when the platform refused */
export async function answerOf<Data>(asked: Promise<Answered<Data>>): Promise<Data> {
  const answered = await asked;
  if (!answered.response.ok) throw new ApiProblem(answered.response, answered.error);
  return answered.data as Data;
}

/**
 * Every item of a list, page after page: `page` asks for the page that begins after a cursor, the first without one.
 * @throws ApiProblem when a page is refused
 */
export async function* everyItem<Item>(
  page: (cursor: { readonly cursor?: string }) => Promise<Answered<readonly Item[]>>,
): AsyncGenerator<Item> {
  let next: string | null = null;
  do {
    const answered: Answered<readonly Item[]> = await page(next === null ? {} : { cursor: next });
    if (!answered.response.ok) throw new ApiProblem(answered.response, answered.error);
    yield* answered.data ?? [];
    next = answered.response.headers.get('next-page-cursor');
  } while (next !== null);
}
