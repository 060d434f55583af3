import type { TestProject } from 'vitest/node';
import { ensureKafka } from './kafka.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly kafkaBroker: string;
    readonly kafkaMissing: string;
  }
}

/** One broker for the whole run, or the reason why there is none: skipped, and failing under REQUIRE_KAFKA=1. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = await ensureKafka();
  if ('reason' in found) {
    if (process.env['REQUIRE_KAFKA'] === '1') throw new Error(`REQUIRE_KAFKA=1, but ${found.reason}`);
    project.provide('kafkaBroker', '');
    project.provide('kafkaMissing', found.reason);
    return async () => {};
  }
  console.log(`Kafka for tests: ${found.broker}, from ${found.from}`);
  project.provide('kafkaBroker', found.broker);
  project.provide('kafkaMissing', '');
  return found.stop;
}
