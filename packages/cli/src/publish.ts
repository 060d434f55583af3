import { ApiProblem, answerOf } from '@greenlane/client/answer';
import { type GreenlaneClient, greenlaneClient } from '@greenlane/client/client';
import { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { z } from 'zod';
import { type JsonLine, readJsonLines, WrongLines } from './json-lines.ts';

export type PublishOptions = { readonly offers: string; readonly baseUrl: string; readonly key: string };

/** The file of `greenlane plan` will do: it names each offer, which here the platform does. */
const Line = VesselOfferBody.extend({ offerId: z.string().optional() });
type Line = z.infer<typeof Line>;

/** What the platform answers to a line of a batch. */
const Result = z.object({
  line: z.int(),
  status: z.int(),
  offerId: z.string().optional(),
  feedbacks: z.array(z.object({ severity: z.string(), code: z.string(), message: z.string() })).default([]),
  errors: z.array(z.object({ code: z.string(), property: z.string().optional(), message: z.string() })).default([]),
});
type Result = z.infer<typeof Result>;

/** Offers sent together: a lost connection repeats one such part, which the platform answers as it did before. */
const OFFERS_AT_ONCE = 500;

async function publishPart(client: GreenlaneClient, part: readonly JsonLine<Line>[]): Promise<readonly Result[]> {
  const text = part.map(({ document: { offerId: _, ...body } }) => `${JSON.stringify(body)}\n`).join('');
  const answer = await answerOf(
    client.POST('/v1/vessel-offers/batch', {
      body: text,
      bodySerializer: (body) => body,
      headers: { 'content-type': 'application/x-ndjson' },
      parseAs: 'text',
    }),
  );
  return answer
    .trim()
    .split('\n')
    .map((line) => Result.parse(JSON.parse(line)));
}

type Outcome = 'published' | 'published before' | 'refused';
const outcomeOf = ({ status }: Result): Outcome =>
  status === 201 ? 'published' : status === 200 ? 'published before' : 'refused';

function tell(where: string, reference: string, result: Result): void {
  const outcome = outcomeOf(result);
  if (outcome !== 'refused') console.log(`${where}: ${outcome}: ${reference} ${result.offerId ?? ''}`.trimEnd());
  for (const { severity, code, message } of result.feedbacks) console.log(`${where}: ${severity} ${code}: ${message}`);
  for (const { code, property, message } of result.errors)
    console.error(
      `${where}: refused: ${reference}: ${property ?? '(the line)'}: ${message} (${result.status} ${code})`,
    );
}

/**
 * Publishes the offers of a file and says a line each what became of them. Nothing is sent while any line is malformed; an
 * offer that was published before with the same body stays as it is, so a file may be sent again. Answers whether every
 * offer stands.
 */
export async function publishOffers(options: PublishOptions): Promise<boolean> {
  const counts: Record<Outcome, number> = { published: 0, 'published before': 0, refused: 0 };
  try {
    const lines = await readJsonLines(options.offers, Line, 'carrierOfferReference');
    const client = greenlaneClient(options);
    for (let start = 0; start < lines.length; start += OFFERS_AT_ONCE) {
      const part = lines.slice(start, start + OFFERS_AT_ONCE);
      for (const result of await publishPart(client, part)) {
        const sent = part[result.line - 1];
        if (sent === undefined) continue;
        tell(`${options.offers}:${sent.line}`, sent.document.carrierOfferReference, result);
        counts[outcomeOf(result)] += 1;
      }
    }
  } catch (error) {
    console.error(reasonOf(error, options));
    return false;
  }
  console.log(
    `${counts.published} published, ${counts['published before']} published before, ${counts.refused} refused`,
  );
  return counts.refused === 0;
}

function reasonOf(error: unknown, { baseUrl }: PublishOptions): string {
  if (error instanceof WrongLines)
    return `${error.message}\nnothing was published: mend these lines and send the file again`;
  if (error instanceof ApiProblem) return `${baseUrl} refused: ${error.message}`;
  const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
  return cause?.message === undefined ? message : `${baseUrl}: ${message}: ${cause.message}`;
}
