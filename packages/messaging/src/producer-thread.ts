import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { type DeadLetter, type EventBus, type Outgoing, type OutgoingText, writtenOf } from './event-bus.ts';
import type { KafkaAddress } from './kafka-client.ts';
import type { FromProducer, OutgoingTexts, ToProducer } from './producer-worker.ts';

export type ProducerThread = Pick<EventBus, 'publish' | 'publishDeadLetter' | 'close'>;

function textsOf(outgoing: readonly (Outgoing | OutgoingText)[]): OutgoingTexts {
  const events = outgoing.map(writtenOf);
  return {
    topics: outgoing.map(({ topic }) => topic),
    attributes: events.map(({ attributes }) => attributes),
    data: events.map(({ data }) => data),
  };
}

/**
 * A Kafka producer in a thread of its own: writing records took a quarter of the event loop that decides (ADR 32).
 *
 * @param options `onDead` is called once if the thread ends without having been told to
 * @throws what keeps the producer from connecting
 */
export async function startProducerThread(
  options: KafkaAddress & { readonly log: Logger; readonly onDead: (error: Error) => void },
): Promise<ProducerThread> {
  const { brokers, clientId, log } = options;
  const worker = new Worker(new URL('./producer-worker.ts', import.meta.url), {
    workerData: { brokers, clientId } satisfies KafkaAddress,
  });
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let number = 0;
  let ended: Error | undefined;
  let phase: 'starting' | 'ready' | 'closing' = 'starting';

  const settle = (of: number): PromiseWithResolvers<void> | undefined => {
    const found = waiting.get(of);
    waiting.delete(of);
    return found;
  };
  const end = (error: Error): void => {
    if (ended !== undefined) return;
    ended = error;
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    if (phase === 'ready') options.onDead(error);
  };
  worker.on('message', (message: FromProducer) => {
    if (message.kind === 'ready') ready.resolve();
    else if (message.kind === 'done') settle(message.number)?.resolve();
    else if (message.kind === 'failed') settle(message.number)?.reject(message.error);
    else log.warn({ kafkajs: message.message }, 'kafkajs');
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the Kafka producer's thread ended with ${code}`)));
  await ready.promise;
  phase = 'ready';

  const ask = (make: (number: number) => ToProducer): Promise<void> => {
    if (ended !== undefined) return Promise.reject(ended);
    number += 1;
    const answer = Promise.withResolvers<void>();
    waiting.set(number, answer);
    worker.postMessage(make(number));
    return answer.promise;
  };
  return {
    publish: (outgoing) => ask((of) => ({ kind: 'publish', number: of, events: textsOf(outgoing) })),
    publishDeadLetter: (letter: DeadLetter) => ask((of) => ({ kind: 'dead-letter', number: of, letter })),
    close: async () => {
      phase = 'closing';
      if (ended !== undefined) return;
      const exit = once(worker, 'exit');
      worker.postMessage({ kind: 'close' } satisfies ToProducer);
      await exit;
    },
  };
}
