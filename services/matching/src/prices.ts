import { Worker } from 'node:worker_threads';
import { priceInstance } from './domain/bid-prices.ts';
import type { Book } from './domain/book.ts';
import { learnForecast } from './domain/forecast.ts';
import type { BidPricesInput } from './domain/inputs.ts';
import type { PriceInstance } from './domain/solve-bid-prices.ts';
import type { OfferGate, PolicyTerms } from './domain/terms.ts';

/**
 * Bid prices are solved beside the writer: the instance is taken from the book in the writer's turn, solved in a thread of
 * its own, and comes back as an input like any other. What happened in between is judged by the new prices; nothing is undone.
 */
export type PriceTask = { readonly basis: BidPricesInput['basis']; readonly instance: PriceInstance | null };

/** Looks at the book; quick, since the writer waits for it. */
export function priceTask(
  book: Book,
  at: { readonly minute: number; readonly policy: PolicyTerms; readonly seed: number },
): PriceTask {
  const forecast = learnForecast(book, at.minute, at.policy);
  const { kind, historyDays, priorityRequests } = forecast;
  const basis = { kind, historyDays, priorityRequests, solvedMinute: at.minute };
  return { basis, instance: forecast.kind === 'FIXED_SHARE' ? null : priceInstance(book, forecast.profiles, at) };
}

export async function solveTask({ basis, instance }: PriceTask): Promise<BidPricesInput> {
  return { kind: 'bid-prices-solved', basis, gates: instance === null ? [] : await solveInThread(instance) };
}

function solveInThread(instance: PriceInstance): Promise<readonly OfferGate[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./price-worker.ts', import.meta.url), { workerData: instance });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the price solver ended with ${code}`));
    });
  });
}
